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
    const pinned = await openOffer(works, terms.pinned, PRICE, PERIOD);
    const follows = await openOffer(works, terms.follows, PRICE, PERIOD);
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
      expect(await market.renew.staticCall(1, pinned, 1, PRICE)).to.equal(ends.pinned + PERIOD);
      const sending = market.renew(1, pinned, 1, PRICE);
      await expect(sending)
        .to.emit(market, 'AccessRenewed')
        .withArgs(1, buyer.memberId, pinned, 1, 1, PRICE, ends.pinned + PERIOD);
      await expect(sending)
        .to.emit(ledger.grants, 'GrantExtended')
        .withArgs(1, buyer.memberId, pinned, ends.pinned + PERIOD);
      await expect(sending)
        .to.emit(ledger.revenue, 'RevenueCollected')
        .withArgs(1, buyer.memberId, 1, deployment.contracts.AccessMarket, PRICE, 100);
      expect(await ledger.token.balanceOf(buyer.key.address)).to.equal(FUNDS - 3n * PRICE);
    });

    it('is renewed under another offer on the same terms', async () => {
      const { market, works, buyer, terms, ends } = await networkHelpers.loadFixture(renewableFixture);
      const dearer = await openOffer(works, terms.pinned, PRICE + 1n, 3);
      await expect(market.renew(1, dearer, 1, PRICE + 1n))
        .to.emit(market, 'AccessRenewed')
        .withArgs(1, buyer.memberId, dearer, 1, 1, PRICE + 1n, ends.pinned + 3);
    });

    it('reverts under an offer on other terms, be they word for word the same', async () => {
      const { market, works, data, grants, follows } = await networkHelpers.loadFixture(renewableFixture);
      const same = await openOffer(works, await writeTerms(works, data), PRICE, PERIOD);
      for (const offerId of [same, follows]) {
        await expect(market.renew(1, offerId, 1, PRICE))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
          .withArgs(1);
      }
    });

    it('is free under a free offer', async () => {
      const { market, ledger, works, buyer, terms, ends } = await networkHelpers.loadFixture(renewableFixture);
      const free = await openOffer(works, terms.pinned, 0n, 1);
      const sending = market.renew(1, free, 1, 0);
      await expect(sending)
        .to.emit(market, 'AccessRenewed')
        .withArgs(1, buyer.memberId, free, 1, 1, 0, ends.pinned + 1);
      await expect(sending).not.to.emit(ledger.token, 'Transfer');
    });
  });

  describe('given a grant that follows updates', () => {
    it('reverts with more than half the period left', async () => {
      const { market, grants, follows, ends } = await networkHelpers.loadFixture(renewableFixture);
      await expect(market.renew(2, follows, 1, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_TooEarly')
        .withArgs(2, ends.follows);
    });

    it('is renewed later, under the same offer only', async () => {
      const { market, grants, works, buyer, terms, follows, ends } = await networkHelpers.loadFixture(lateFixture);
      const other = await openOffer(works, terms.follows, PRICE, PERIOD);
      await expect(market.renew(2, other, 1, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
        .withArgs(2);
      await expect(market.renew(2, follows, 1, PRICE))
        .to.emit(market, 'AccessRenewed')
        .withArgs(2, buyer.memberId, follows, 1, 1, PRICE, ends.follows + PERIOD);
    });

    it('pays the table of the version seen now', async () => {
      const { ledger, market, works, data, buyer, follows, ends } = await networkHelpers.loadFixture(lateFixture);
      const second = await publish(works, data.datasetId);
      await expect(market.renew(2, follows, 1, PRICE))
        .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_TableChanged')
        .withArgs(1, second);
      await expect(market.renew(2, follows, second, PRICE))
        .to.emit(market, 'AccessRenewed')
        .withArgs(2, buyer.memberId, follows, second, second, PRICE, ends.follows + PERIOD);
      expect((await ledger.revenue.salesOf(second)).total).to.equal(9_907);
    });

    it('reverts when royalties rose', async () => {
      const { market, grants, works, models, data, follows } = await networkHelpers.loadFixture(lateFixture);
      const source = await licence(models, await register(models), works, { royaltyBps: 1_001 });
      const second = await publish(works, data.datasetId, { sources: [source] });
      await expect(market.renew(2, follows, second, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_RoyaltiesRose')
        .withArgs(2, 8_999);
    });
  });

  describe('given a renewal that is refused', () => {
    it('reverts when it costs more than the buyer agreed to', async () => {
      const { market, pinned } = await networkHelpers.loadFixture(renewableFixture);
      await expect(market.renew(1, pinned, 1, PRICE - 1n))
        .to.be.revertedWithCustomError(market, 'AccessMarket_PriceAboveMaximum')
        .withArgs(PRICE, PRICE - 1n);
    });

    it('reverts when the offer is closed, or there is none', async () => {
      const { market, works, pinned } = await networkHelpers.loadFixture(renewableFixture);
      await works.ledger.market.closeOffer(pinned);
      await expect(market.renew(1, pinned, 1, PRICE))
        .to.be.revertedWithCustomError(market, 'AccessMarket_OfferIsClosed')
        .withArgs(pinned);
      await expect(market.renew(1, 3, 1, PRICE))
        .to.be.revertedWithCustomError(market, 'AccessMarket_OfferUnknown')
        .withArgs(3);
    });

    it('reverts when the grant is another member’s, or none', async () => {
      const { market, rival, grants, pinned } = await networkHelpers.loadFixture(renewableFixture);
      await expect(rival.ledger.market.renew(1, pinned, 1, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
        .withArgs(1);
      for (const none of [0, 3, 2 ** 32 - 1]) {
        await expect(market.renew(none, pinned, 1, PRICE))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
          .withArgs(none);
      }
    });

    it('reverts when it has ended, and moves no money', async () => {
      const { ledger, market, buyer, grants, pinned, ends } = await networkHelpers.loadFixture(renewableFixture);
      await networkHelpers.time.increaseTo(ends.pinned);
      await expect(market.renew(1, pinned, 1, PRICE))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_Ended')
        .withArgs(1, ends.pinned);
      expect(await ledger.token.balanceOf(buyer.key.address)).to.equal(FUNDS - 2n * PRICE);
    });

    it('reverts when the seller is suspended', async () => {
      const world = await networkHelpers.loadFixture(renewableFixture);
      await suspend(world, world.works);
      await expect(world.market.renew(1, world.pinned, 1, PRICE))
        .to.be.revertedWithCustomError(world.grants, 'AccessGrants_SellerNotActive')
        .withArgs(world.works.memberId);
    });

    it('reverts when the holder is suspended', async () => {
      const world = await networkHelpers.loadFixture(renewableFixture);
      await suspend(world, world.buyer);
      await expect(world.market.renew(1, world.pinned, 1, PRICE))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_MemberNotActive')
        .withArgs(world.buyer.memberId);
    });
  });
});
