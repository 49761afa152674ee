import { expect } from 'chai';
import {
  buy,
  DAY,
  FUNDS,
  ledgerFixture,
  licence,
  networkHelpers,
  openOffer,
  publish,
  register,
  suspend,
  writeTerms,
} from '../support/contracts-fixture.js';

const PRICE = 10_007n;
const PERIOD = 30 * DAY;

describe('AccessMarket.renew', () => {
  /** Grant 1 is on pinned terms, grant 2 follows updates; both end after 30 days. */
  async function renewableFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const { works, buyer } = world;
    const data = await register(works);
    const terms = { pinned: await writeTerms(works, data), follows: await writeTerms(works, { ...data, versionId: 0 }) };
    const pinned = await openOffer(works, terms.pinned, { price: PRICE, period: PERIOD });
    const follows = await openOffer(works, terms.follows, { price: PRICE, period: PERIOD });
    await buy(buyer, pinned, 1);
    await buy(buyer, follows, 1);
    const { grants } = world.ledger;
    const ends = { pinned: Number((await grants.grantOf(1)).end), follows: Number((await grants.grantOf(2)).end) };
    return { ...world, data, terms, pinned, follows, ends, grants, market: buyer.ledger.market };
  }
  async function lateFixture() {
    const world = await networkHelpers.loadFixture(renewableFixture);
    await networkHelpers.time.increaseTo(world.ends.follows - PERIOD / 2);
    return world;
  }

  describe('given a grant on pinned terms', () => {
    it('takes the price and adds the period', async () => {
      const { ledger, market, buyer, pinned, ends, deployment } = await networkHelpers.loadFixture(renewableFixture);
      expect(await market.renew.staticCall(1, pinned, 1, 0, PRICE)).to.equal(ends.pinned + PERIOD);
      const sending = market.renew(1, pinned, 1, 0, PRICE);
      await expect(sending).to.emit(market, 'AccessRenewed').withArgs(1, buyer.memberId, pinned, 1, 1, PRICE, 0);
      await expect(sending)
        .to.emit(ledger.grants, 'GrantExtended')
        .withArgs(1, buyer.memberId, ends.pinned + PERIOD);
      await expect(sending)
        .to.emit(ledger.revenue, 'RevenueCollected')
        .withArgs(1, buyer.memberId, 1, deployment.contracts.AccessMarket, PRICE, 100);
      expect(await ledger.token.balanceOf(buyer.key.address)).to.equal(FUNDS - 3n * PRICE);
    });

    it('reverts under any other offer: what is paid back for an early end is at one price', async () => {
      const { market, works, data, grants, terms, follows } = await networkHelpers.loadFixture(renewableFixture);
      const cheaper = await openOffer(works, terms.pinned, { price: PRICE - 1n, period: PERIOD });
      const same = await openOffer(works, await writeTerms(works, data), { price: PRICE, period: PERIOD });
      for (const offerId of [cheaper, same, follows]) {
        await expect(market.renew(1, offerId, 1, 0, PRICE))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
          .withArgs(1);
      }
    });

    it('is free under a free offer', async () => {
      const { market, ledger, works, buyer, terms, grants } = await networkHelpers.loadFixture(renewableFixture);
      const free = await openOffer(works, terms.pinned, { price: 0n, period: 7 });
      const grantId = await buy(buyer, free, 1);
      const { end } = await grants.grantOf(grantId);
      const sending = market.renew(grantId, free, 1, 0, 0);
      await expect(sending)
        .to.emit(grants, 'GrantExtended')
        .withArgs(grantId, buyer.memberId, end + 7n);
      await expect(sending).to.emit(market, 'AccessRenewed').withArgs(grantId, buyer.memberId, free, 1, 1, 0, 0);
      await expect(sending).not.to.emit(ledger.token, 'Transfer');
    });
  });

  describe('given a grant that follows updates', () => {
    it('reverts with more than half the period left', async () => {
      const { market, grants, follows, ends } = await networkHelpers.loadFixture(renewableFixture);
      await expect(market.renew(2, follows, 1, 0, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_TooEarly')
        .withArgs(2, ends.follows);
    });

    it('is renewed later, under the same offer only', async () => {
      const { market, grants, works, buyer, terms, follows } = await networkHelpers.loadFixture(lateFixture);
      const other = await openOffer(works, terms.follows, { price: PRICE, period: PERIOD });
      await expect(market.renew(2, other, 1, 0, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
        .withArgs(2);
      await expect(market.renew(2, follows, 1, 0, PRICE))
        .to.emit(market, 'AccessRenewed')
        .withArgs(2, buyer.memberId, follows, 1, 1, PRICE, 0);
    });

    it('pays the table of the version seen now', async () => {
      const { ledger, market, works, data, buyer, follows } = await networkHelpers.loadFixture(lateFixture);
      const second = await publish(works, data.datasetId);
      await expect(market.renew(2, follows, 1, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_TableChanged')
        .withArgs(1, second);
      await expect(market.renew(2, follows, second, 0, PRICE))
        .to.emit(market, 'AccessRenewed')
        .withArgs(2, buyer.memberId, follows, second, second, PRICE, 0);
      expect((await ledger.revenue.salesOf(second)).total).to.equal(9_907);
    });

    it('reverts when royalties rose', async () => {
      const { market, grants, works, models, data, follows } = await networkHelpers.loadFixture(lateFixture);
      const source = await licence(models, await register(models), works, { royaltyBps: 1_001 });
      const second = await publish(works, data.datasetId, { sources: [source] });
      await expect(market.renew(2, follows, second, 0, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_RoyaltiesRose')
        .withArgs(2, 8_999);
    });
  });

  describe('given a renewal that is refused', () => {
    it('reverts when it costs more than the buyer agreed to', async () => {
      const { market, pinned } = await networkHelpers.loadFixture(renewableFixture);
      await expect(market.renew(1, pinned, 1, 0, PRICE - 1n))
        .to.be.revertedWithCustomError(market, 'AccessMarket_PriceAboveMaximum')
        .withArgs(PRICE, PRICE - 1n);
    });

    it('reverts when the offer is closed, or there is none', async () => {
      const { market, works, pinned } = await networkHelpers.loadFixture(renewableFixture);
      await works.ledger.market.closeOffer(pinned);
      await expect(market.renew(1, pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(market, 'AccessMarket_OfferIsClosed')
        .withArgs(pinned);
      await expect(market.renew(1, 3, 1, 0, PRICE))
        .to.be.revertedWithCustomError(market, 'AccessMarket_OfferUnknown')
        .withArgs(3);
    });

    it('reverts when the grant is another member’s, or none', async () => {
      const { market, rival, grants, pinned } = await networkHelpers.loadFixture(renewableFixture);
      await expect(rival.ledger.market.renew(1, pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
        .withArgs(1);
      for (const none of [0, 3, 2 ** 32 - 1]) {
        await expect(market.renew(none, pinned, 1, 0, PRICE))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
          .withArgs(none);
      }
    });

    it('reverts when it has ended, and moves no money', async () => {
      const { ledger, market, buyer, grants, pinned, ends } = await networkHelpers.loadFixture(renewableFixture);
      await networkHelpers.time.increaseTo(ends.pinned);
      await expect(market.renew(1, pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_Ended')
        .withArgs(1, ends.pinned);
      expect(await ledger.token.balanceOf(buyer.key.address)).to.equal(FUNDS - 2n * PRICE);
    });

    it('reverts when the seller is suspended', async () => {
      const world = await networkHelpers.loadFixture(renewableFixture);
      await suspend(world, world.works);
      await expect(world.market.renew(1, world.pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(world.grants, 'AccessGrants_SellerNotActive')
        .withArgs(world.works.memberId);
    });

    it('reverts when the holder is suspended', async () => {
      const world = await networkHelpers.loadFixture(renewableFixture);
      await suspend(world, world.buyer);
      await expect(world.market.renew(1, world.pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_MemberNotActive')
        .withArgs(world.buyer.memberId);
    });
  });
});
