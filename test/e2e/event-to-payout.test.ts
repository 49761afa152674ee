import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { createApi } from '../../sdk/api/client.js';
import { packEntry } from '../../sdk/entry.js';
import { PURPOSES, RIGHTS, toBits } from '../../sdk/ids.js';
import { connectLedger, type Ledger, mine } from '../../sdk/ledger.js';
import { startService } from '../../server/main.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { ON_POSTGRES } from '../support/stores.js';

const GAS = { gasPrice: 0n };
const PERIOD = 10 * 86_400;
const PRICE = 33_333n;

/** Walks the six hops: a contract emits, chain decodes, the index writes, domain decides, HTTP shows, the sender sends. */
describe('from event to payout', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let seller: number;
  let sellerLedger: Ledger;
  let buyerLedger: Ledger;

  before(async () => {
    live = await startLiveLedger({ payoutSeconds: 1 });
    seller = await admitCompany(live, 'seller', '한빛정밀 주식회사');
    await admitCompany(live, 'buyer', 'Käufer GmbH');
    sellerLedger = connectLedger(live.deployment, await live.wallet('seller'));
    buyerLedger = connectLedger(live.deployment, await live.wallet('buyer'));
  });
  after(() => live.close());

  const api = () => createApi(live.service.url);
  const caughtUp = async () => live.service.index.reached(await live.provider.getBlockNumber());

  it('shows a sale in the API as of its block, and pays the seller without being asked', async () => {
    const draft = {
      contentRoot: `0x${'ab'.repeat(32)}`,
      byteSize: 12,
      format: 1,
      metadataHash: ZeroHash,
      metadataUri: 'https://example.org/spindle',
      payees: [packEntry({ kind: 'originator', id: seller, shareBps: 10_000 })],
      sources: [],
    };
    await mine(sellerLedger.datasets.register(draft, GAS));
    await mine(sellerLedger.grants.writeTerms(1, 0, toBits(['read'], RIGHTS), 0, toBits(PURPOSES, PURPOSES), ZeroHash, GAS));
    await mine(sellerLedger.market.openOffer({ termsId: 1, price: PRICE, period: PERIOD, units: 0, buyer: 0, seats: 0 }, GAS));
    await mine(buyerLedger.token.approve(live.deployment.contracts.AccessMarket, 10n ** 9n, GAS));
    const bought = await mine(buyerLedger.market.purchase(1, 1, 0, PRICE, GAS));

    await live.service.index.reached(bought.block);
    const { asOf, data } = await api().page('revenue', { id: 1 });
    expect(asOf.block).to.be.at.least(bought.block);
    expect(data[0]?.sales.accrued).to.equal('33000');
    const purchases = await api().page('purchases', { dataset: 1 });
    expect(purchases.data.map((one) => [one.gross, one.fee, one.buyer.legalName])).to.deep.equal([
      ['33333', '333', 'Käufer GmbH'],
    ]);

    // Nobody asks: the runner comes by itself.
    const { address } = await live.wallet('seller');
    const until = Date.now() + 30_000;
    while ((await live.ledger.token.balanceOf(address)) !== 10_033_000n && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await live.ledger.token.balanceOf(address)).to.equal(10_033_000n);
    await caughtUp();
    const payouts = await api().page('memberPayouts', { id: seller });
    expect(payouts.data.map(({ amount, difference }) => ({ amount, difference }))).to.deep.equal([
      { amount: '33000', difference: '0' },
    ]);
  });

  it('lets a purchase through whose gas was estimated before a payout emptied the ledger', async () => {
    const buyer = await live.wallet('buyer');
    await mine(buyerLedger.market.purchase(1, 1, 0, PRICE, GAS));
    const call = await buyerLedger.market.purchase.populateTransaction(1, 1, 0, PRICE, GAS);
    const estimated = await buyer.populateTransaction(call);
    await caughtUp();
    await live.service.runPayouts();
    await mine(live.ledger.revenue.payFees(GAS));
    expect(await live.ledger.token.balanceOf(live.deployment.contracts.RevenueLedger)).to.equal(0n);
    await mine(buyer.sendTransaction(estimated));
    await caughtUp();
    await live.service.runPayouts();
  });

  it('renews terms that follow updates only in the second half of the period', async () => {
    const early = await mine(buyerLedger.market.renew(1, 1, 1, 0, PRICE, GAS)).catch((error: { code: string }) => error);
    expect(early).to.include({ code: 'AccessGrants_TooEarly' });
    await live.passTime(PERIOD / 2 + 60);
    const renewed = await mine(buyerLedger.market.renew(1, 1, 1, 0, PRICE, GAS));
    await live.service.index.reached(renewed.block);
    const { data } = await api().page('grants');
    expect((data[0]?.endsAt ?? 0) - (data[0]?.startsAt ?? 0)).to.equal(2 * PERIOD);
  });

  it('goes on where it was after the service is gone without a word', async () => {
    await live.service.close();
    await live.passTime(PERIOD);
    await mine(buyerLedger.market.renew(1, 1, 1, 0, PRICE, GAS));
    live.service = await startService(live.config, live.deployment);
    await caughtUp();
    await live.service.runPayouts();
    const { total, done } = await live.ledger.revenue.accountOf(seller);
    expect({ total, done }).to.deep.equal({ total: 165_000n, done: 165_000n });
    const health = await api().plain<{ healthy: boolean; reconciliation: { ok: boolean } }>('/health');
    expect(health).to.deep.include({ healthy: true });
    expect(health.reconciliation.ok).to.equal(true);
  });

  it('refuses to use data that is in use', async function () {
    if (ON_POSTGRES) {
      console.log('      skipped on PostgreSQL: there a second service follows the first, see replicas.test.ts');
      this.skip();
    }
    const second = await startService({ ...live.config, port: 0 }, live.deployment).catch((error: { code: string }) => error);
    expect(second).to.include({ code: 'STORE_LOCKED' });
  });
});
