import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { packEntry } from '../../sdk/entry.js';
import { PURPOSES, RIGHTS, toBits } from '../../sdk/ids.js';
import { connectLedger, mine } from '../../sdk/ledger.js';
import { startService } from '../../server/main.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const GAS = { gasPrice: 0n };
const PRICE = 1_001n;
const ROUNDS = 8;
const SALES_PER_ROUND = 4;

/** The service in a process of its own, killed again and again while others trade. */
describe('the service, killed at any moment', function () {
  this.timeout(180_000);
  let live: LiveLedger;

  before(async () => {
    live = await startLiveLedger();
  });
  after(() => live.close());

  it('loses nothing, doubles nothing, and pays to the unit', async () => {
    const seller = await admitCompany(live, 'seller', 'Seller Co.');
    await admitCompany(live, 'buyer', 'Buyer Co.');
    const ours = connectLedger(live.deployment, await live.wallet('seller'));
    const theirs = connectLedger(live.deployment, await live.wallet('buyer'));
    const payees = [packEntry({ kind: 'originator', id: seller, shareBps: 10_000 })];
    const draft = {
      contentRoot: `0x${'cd'.repeat(32)}`,
      byteSize: 1,
      format: 1,
      metadataHash: ZeroHash,
      metadataUri: '',
      payees,
      sources: [],
    };
    await mine(ours.datasets.register(draft, GAS));
    await mine(ours.grants.writeTerms(1, 1, toBits(['read'], RIGHTS), 0, toBits(PURPOSES, PURPOSES), ZeroHash, GAS));
    await mine(ours.market.openOffer({ termsId: 1, price: PRICE, period: 0, units: 0, buyer: 0, seats: 0 }, GAS));
    await mine(theirs.token.approve(live.deployment.contracts.AccessMarket, 10n ** 9n, GAS));
    await live.service.close();

    for (let round = 0; round < ROUNDS; round++) {
      const child = serve(live);
      for (let sale = 0; sale < SALES_PER_ROUND; sale++) await mine(theirs.market.purchase(1, 1, 0, PRICE, GAS));
      // From before the store is open to the middle of a payout.
      await new Promise((resolve) => setTimeout(resolve, 1500 + round * 250));
      await kill(child);
    }

    live.service = await startService(live.config, live.deployment);
    await live.service.runPayouts();
    const sales = BigInt(ROUNDS * SALES_PER_ROUND);
    const earned = sales * (PRICE - PRICE / 100n);
    const { total, done } = await live.ledger.revenue.accountOf(seller);
    expect({ total, done }).to.deep.equal({ total: earned, done: earned });
    const { data } = await live.json<{ data: { account: { credited: string; paid: string } } }>([
      'member',
      'show',
      String(seller),
    ]);
    expect(data.account).to.include({ credited: String(earned), paid: String(earned) });
    const payouts = await live.json<{ data: { amount: string; difference: string }[] }>(['payout', 'list', String(seller)]);
    expect(payouts.data.reduce((sum, one) => sum + BigInt(one.amount), 0n)).to.equal(earned);
    expect(payouts.data.every((one) => one.difference === '0')).to.equal(true);
    const { data: grants } = await live.json<{ data: unknown[] }>(['access', 'list']);
    expect(grants).to.have.length(Number(sales));
  });
});

function serve(live: LiveLedger): ChildProcess {
  const loader = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const env = {
    ...process.env,
    GENBA_NETWORK: 'test',
    GENBA_DATA: live.config.dataFolder,
    GENBA_DEPLOYMENTS: live.config.deploymentsFolder,
    GENBA_PORT: '0',
    GENBA_POLL_MS: '10',
    GENBA_PAYOUT_SECONDS: '1',
    GENBA_LOG: 'silent',
    ...(live.config.databaseUrl === undefined ? {} : { DATABASE_URL: live.config.databaseUrl }),
  };
  return spawn(process.execPath, ['--import', loader, path.join(ROOT, 'scripts', 'serve.ts')], { env, stdio: 'ignore' });
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
