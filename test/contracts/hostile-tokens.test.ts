import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import { factories } from '../../types/index.js';
import { draftOf, ledgerFixture, networkHelpers, originator } from '../support/contracts-fixture.js';

const PRICE = 10_007n;
const [HONEST, TAKES_FEE, LIES, SAYS_NOTHING] = [0, 1, 2, 3];

/** A ledger and a market over a token of bad manners, beside the usual ones; the buyer holds a grant without end. */
async function hostileFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const { founder, admin, deployment, works, buyer, ledger } = world;
  const { AccessManager, MemberRegistry, DatasetRegistry, AccessGrants } = deployment.contracts;
  const { contracts } = factories;
  const token = await new contracts.mocks.HostileToken__factory(founder).deploy();
  const { RevenueLedger__factory, AccessMarket__factory } = contracts;
  const revenue = await new RevenueLedger__factory(founder).deploy(AccessManager, MemberRegistry, DatasetRegistry, token, 100);
  const market = await new AccessMarket__factory(founder).deploy(MemberRegistry, DatasetRegistry, AccessGrants, revenue);
  await mine(ledger.grants.connect(admin).addMarket(market));
  await mine(revenue.connect(admin).addMarket(market));
  await mine(token.mint(buyer.key.address, 100n * PRICE));
  await mine(token.connect(buyer.key).approve(market, 100n * PRICE));
  await mine(works.ledger.datasets.register(draftOf([originator(works.memberId, 10_000)])));
  await mine(works.ledger.grants.writeTerms(1, 1, 1, 0, 1, ZeroHash));
  const offer = { termsId: 1, price: PRICE, period: 0, units: 0, buyer: 0, seats: 2 };
  await mine(market.connect(works.key).openOffer(offer));
  return { ...world, token, revenue, market, buys: () => market.connect(buyer.key).purchase(1, 1, 0, PRICE) };
}

describe('a settlement token of bad manners', () => {
  it('that is honest after all buys', async () => {
    const { token, market, revenue, buys } = await networkHelpers.loadFixture(hostileFixture);
    await mine(token.behave(HONEST));
    await expect(buys()).to.emit(market, 'AccessPurchased');
    expect((await revenue.books()).tracked).to.equal(PRICE);
  });

  for (const [what, manner, held] of [
    ['takes a fee', TAKES_FEE, PRICE - 1n],
    ['says that it paid and did not', LIES, 0n],
  ] as const) {
    it(`that ${what} buys nothing: the ledger counts what it holds`, async () => {
      const { token, revenue, ledger, buys } = await networkHelpers.loadFixture(hostileFixture);
      await mine(token.behave(manner));
      await expect(buys()).to.be.revertedWithCustomError(revenue, 'RevenueLedger_NotReceived').withArgs(PRICE, held);
      expect([await ledger.grants.grantCount(), (await revenue.books()).tracked]).to.deep.equal([0n, 0n]);
    });
  }

  it('that returns nothing buys and pays out', async () => {
    const { token, revenue, market, works, buys } = await networkHelpers.loadFixture(hostileFixture);
    await mine(token.behave(SAYS_NOTHING));
    await expect(buys()).to.emit(market, 'AccessPurchased');
    await mine(revenue.distribute([1]));
    await expect(revenue.payOut([works.memberId]))
      .to.emit(revenue, 'PaidOut')
      .withArgs(works.memberId, works.payoutAccount, 9_907);
    expect(await token.balanceOf(works.payoutAccount)).to.equal(9_907);
  });

  it('that calls back into a payout is paid once', async () => {
    const { token, revenue, works, buys } = await networkHelpers.loadFixture(hostileFixture);
    await mine(buys());
    await mine(revenue.distribute([1]));
    await mine(token.callBack(revenue, revenue.interface.encodeFunctionData('payOut', [[works.memberId]])));
    await mine(revenue.payOut([works.memberId]));
    expect(await token.calledBack()).to.equal(true);
    expect(await token.balanceOf(works.payoutAccount)).to.equal(9_907);
    const { total, done } = await revenue.accountOf(works.memberId);
    expect([total, done]).to.deep.equal([9_907n, 9_907n]);
  });

  it('that calls back into payFees pays the fee once', async () => {
    const { token, revenue, admin, buys } = await networkHelpers.loadFixture(hostileFixture);
    await mine(revenue.connect(admin).setConsortium(1));
    await mine(buys());
    await mine(token.callBack(revenue, revenue.interface.encodeFunctionData('payFees')));
    await mine(revenue.payFees());
    expect(await token.balanceOf(revenue)).to.equal(PRICE - 100n);
    expect((await revenue.books()).fees).to.equal(0);
  });

  it('that calls back into a distribution changes no sum', async () => {
    const { token, revenue, works, buys } = await networkHelpers.loadFixture(hostileFixture);
    await mine(token.callBack(revenue, revenue.interface.encodeFunctionData('distribute', [[1]])));
    await mine(buys());
    await mine(buys());
    await mine(revenue.distribute([1]));
    expect((await revenue.accountOf(works.memberId)).total).to.equal(19_814n);
  });

  it('that collects for a stranger in the middle of a purchase is refused: no market, no word', async () => {
    const { token, revenue, buys } = await networkHelpers.loadFixture(hostileFixture);
    await mine(token.callBack(revenue, revenue.interface.encodeFunctionData('collect', [1, 1, 1, PRICE])));
    await mine(buys());
    expect(await token.calledBack()).to.equal(false);
    expect((await revenue.books()).tracked).to.equal(PRICE);
  });

  it('that calls back sells no more seats than there are', async () => {
    const { token, market, buys, ledger } = await networkHelpers.loadFixture(hostileFixture);
    await mine(token.callBack(market, market.interface.encodeFunctionData('purchase', [1, 1, 0, PRICE])));
    await mine(buys());
    await mine(buys());
    await expect(buys()).to.be.revertedWithCustomError(market, 'AccessMarket_SoldOut').withArgs(1, 2);
    expect(await ledger.grants.grantCount()).to.equal(2);
  });
});
