import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { keccak256, type Wallet, ZeroHash } from 'ethers';
import { createApi } from '../../sdk/api/client.js';
import { type Payee, packEntry } from '../../sdk/entry.js';
import { PURPOSES, RIGHTS, toBits } from '../../sdk/ids.js';
import { connectLedger, mine } from '../../sdk/ledger.js';
import { createChainNode } from '../../server/chain/node.js';
import { checkAgainstChain } from '../../server/check-index.js';
import { openStoreOrRefuse, placeOf } from '../../server/store-place.js';
import { createRandom } from '../differential/random.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { freePort } from '../support/postgres.js';
import { ON_POSTGRES, testPostgres } from '../support/stores.js';
import { buildService, type Supervised, supervise } from '../support/supervised.js';

const GAS = { gasPrice: 0n };
const PRICE = 1_001n;
const FEE = PRICE / 100n;
const ROYALTY_BPS = 2_000n;
const KILLS = Number(process.env.GENBA_KILLS ?? (ON_POSTGRES ? 80 : 20));
const SEED = Number(process.env.GENBA_KILL_SEED ?? Date.now() % 1_000_000);
const LONGEST_PAUSE_MS = 1_600;

/** Chain, database, service and payout runner in processes of their own, killed at random while others trade. */
describe(`everything, killed ${KILLS} times at random (seed ${SEED})`, function () {
  this.timeout(900_000);
  let live: LiveLedger;
  let running: { chain: Supervised; service: Supervised; runner: Supervised };
  let rpcUrl: string;
  let seller: number;
  let maker: number;

  before(async () => {
    buildService();
    live = await startLiveLedger();
    seller = await admitCompany(live, 'seller', 'Seller Co.');
    maker = await admitCompany(live, 'maker', 'Maker Co.');
    await admitCompany(live, 'buyer', 'Buyer Co.', 10n ** 12n);
    await sell(live, maker, seller);
    await live.service.close();
    await live.chain.close();
  });
  after(async () => {
    await Promise.all(Object.values(running).map((one) => one.stop('SIGKILL')));
    live.provider.destroy();
    await live.forget();
  });

  it('loses nothing, doubles nothing, and pays to the unit', async () => {
    const port = await freePort();
    rpcUrl = `http://127.0.0.1:${port}`;
    const apiPort = String(await freePort());
    const settings = {
      ...live.environment,
      GENBA_RPC_URL: rpcUrl,
      GENBA_PORT: apiPort,
      GENBA_POLL_MS: '10',
      GENBA_PAYOUT_SECONDS: '1',
      GENBA_LOG: 'error',
    };
    const api = `http://127.0.0.1:${apiPort}`;
    const payouts = [
      '--network',
      'test',
      '--rpc',
      rpcUrl,
      '--api',
      api,
      '--home',
      live.folder,
      '--key',
      'maker',
      'payout',
      'run',
    ];
    running = {
      chain: supervise('scripts/chain.ts', [String(port), `${live.folder}/chain.jsonl`], {}),
      service: supervise('bin/genba.mjs', ['serve'], settings),
      // A member that pushes the same public buttons, again and again.
      runner: supervise('cli/main.ts', payouts, settings),
    };
    const victims = [
      ...[running.chain, running.service, running.service, running.runner].map((one) => async () => one.kill()),
      ...(ON_POSTGRES ? [killDatabase] : []),
    ];

    const random = createRandom(SEED);
    const trade = createTrade(live, await live.wallet('buyer'), rpcUrl);
    for (let kill = 0; kill < KILLS; kill++) {
      await trade.buy();
      await sleep(random.below(LONGEST_PAUSE_MS));
      await victims[random.below(victims.length)]?.();
    }
    await running.runner.stop('SIGKILL');
    await trade.settle();
    await quiet(api, live, rpcUrl);
    await running.service.stop();
    for (const one of Object.values(running)) expect(one.broke()).to.deep.equal([]);

    const sales = BigInt(KILLS);
    const net = sales * (PRICE - FEE);
    const royalty = (net * ROYALTY_BPS) / 10_000n;
    const own = (net * (10_000n - ROYALTY_BPS)) / 10_000n;
    const { ledger, node, provider } = connect(live, rpcUrl);
    const account = async (id: number) => {
      const { done, total } = await ledger.revenue.accountOf(id);
      return { done, total };
    };
    expect(await account(maker)).to.deep.equal({ total: own, done: own });
    expect(await account(seller)).to.deep.equal({ total: royalty, done: royalty });
    expect(await ledger.grants.grantCount()).to.equal(sales + 1n);
    const { fees, tracked } = await ledger.revenue.books();
    // What is not paid is the fee, and what floors left.
    expect(tracked - fees).to.equal(net - own - royalty);

    const store = await openStoreOrRefuse(placeOf(live.config, live.deployment));
    try {
      const report = await checkAgainstChain({ db: store.db, provider, node, deployment: live.deployment, onProgress: () => {} });
      expect(report.differences).to.deep.equal([]);
      expect(report.block).to.equal(await provider.getBlockNumber());
      const open = await store.db.selectFrom('payout_transactions').select('id').where('state', '=', 'open').execute();
      expect(open).to.deep.equal([]);
    } finally {
      await store.close();
      provider.destroy();
    }
  });
});

async function killDatabase(): Promise<void> {
  const server = await testPostgres();
  await server.kill();
  await server.start();
}

/** A source and what is made from it, on sale. */
async function sell(live: LiveLedger, maker: number, seller: number): Promise<void> {
  const sources = connectLedger(live.deployment, await live.wallet('seller'));
  const models = connectLedger(live.deployment, await live.wallet('maker'));
  const bytes = { contentRoot: `0x${'cd'.repeat(32)}`, byteSize: 1, format: 1, metadataHash: ZeroHash, metadataUri: '' };
  const all = toBits(PURPOSES, PURPOSES);
  const whole: Payee[] = [{ kind: 'originator', id: seller, shareBps: 10_000 }];
  await mine(sources.datasets.register({ ...bytes, payees: whole.map(packEntry), sources: [] }, GAS));
  await mine(sources.grants.writeTerms(1, 1, toBits(['read', 'derive', 'onward'], RIGHTS), ROYALTY_BPS, all, ZeroHash, GAS));
  await mine(sources.market.openOffer({ termsId: 1, price: 0, period: 0, units: 0, buyer: 0, seats: 0 }, GAS));
  await mine(models.market.purchase(1, 1, 0, 0, GAS));
  const shared: Payee[] = [
    { kind: 'originator', id: maker, shareBps: 10_000 - Number(ROYALTY_BPS) },
    { kind: 'royalty', id: 1, shareBps: Number(ROYALTY_BPS), onward: true },
  ];
  const derived = { ...bytes, payees: shared.map(packEntry), sources: [{ versionId: 1, grantId: 1 }] };
  await mine(models.datasets.register(derived, GAS));
  await mine(models.grants.writeTerms(2, 2, toBits(['read'], RIGHTS), 0, all, ZeroHash, GAS));
  await mine(models.market.openOffer({ termsId: 2, price: PRICE, period: 0, units: 0, buyer: 0, seats: 0 }, GAS));
  const buyer = connectLedger(live.deployment, await live.wallet('buyer'));
  await mine(buyer.token.approve(live.deployment.contracts.AccessMarket, 10n ** 12n, GAS));
}

function connect(live: LiveLedger, rpcUrl: string) {
  const provider = live.openNode(rpcUrl);
  const ledger = connectLedger(live.deployment, provider);
  const node = createChainNode(provider, Object.values(live.deployment.contracts), 'immediate');
  return { provider, ledger, node };
}

/** A buyer whose node goes down under its hands: it signs each purchase once, and sends it until it is mined. */
function createTrade(live: LiveLedger, buyer: Wallet, rpcUrl: string) {
  const { ledger, provider } = connect(live, rpcUrl);
  const signed: { raw: string; hash: string }[] = [];
  let nonce: number | undefined;
  const untilItWorks = async <T>(act: () => Promise<T>): Promise<T> => {
    for (const started = Date.now(); ; await sleep(50)) {
      try {
        return await act();
      } catch (error) {
        if (Date.now() - started > 60_000) throw error;
      }
    }
  };
  const settle = async () => {
    for (const { hash, raw } of signed.splice(0)) {
      const receipt = await untilItWorks(async () => {
        const found = await provider.getTransactionReceipt(hash);
        if (found !== null) return found;
        await provider.broadcastTransaction(raw);
        throw new Error('not mined yet');
      });
      expect(receipt.status).to.equal(1);
    }
  };
  return {
    async buy(): Promise<void> {
      nonce ??= await untilItWorks(() => provider.getTransactionCount(buyer.address));
      const call = await ledger.market.purchase.populateTransaction(2, 2, 0, PRICE);
      const { chainId } = live.deployment;
      const raw = await buyer.signTransaction({ ...call, nonce, chainId, gasPrice: 0n, gasLimit: 1_000_000n });
      nonce++;
      signed.push({ raw, hash: keccak256(raw) });
      if (signed.length >= 4) await settle();
      else await provider.broadcastTransaction(raw).catch(() => {});
    },
    async settle() {
      await settle();
      provider.destroy();
    },
  };
}

/** Waits until the service has indexed all, nothing is due any more, and it says that it is well. */
async function quiet(url: string, live: LiveLedger, rpcUrl: string): Promise<void> {
  const api = createApi(url);
  const { provider } = connect(live, rpcUrl);
  let last: unknown;
  try {
    for (const started = Date.now(); Date.now() - started < 120_000; await sleep(200)) {
      try {
        const health = await api.plain<{ healthy: boolean; index: { block: number } }>('/health', [503]);
        const { asOf, data } = await api.get('plan');
        const head = await provider.getBlockNumber();
        last = { health, plan: data, head };
        const { data: runs } = await api.all('payoutRuns');
        // Another may have paid already what the runner's transaction is still on its way for.
        const open = runs.flatMap((run) => run.transactions).filter((one) => one.state === 'open');
        const due = data.batches.length + open.length;
        if (health.healthy && due === 0 && asOf.block === head && health.index.block === head) return;
      } catch (error) {
        last = error;
      }
    }
  } finally {
    provider.destroy();
  }
  throw new Error(`the ledger does not come to rest: ${JSON.stringify(last)} ${String(last)}`);
}
