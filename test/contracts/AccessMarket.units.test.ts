import { expect } from 'chai';
import { buy, DAY, ledgerFixture, networkHelpers, register, sell, suspend } from '../support/contracts-fixture.js';

const PACK = { price: 7n, units: 10 };
const MOST_UNITS = 2 ** 24 - 1;

describe('AccessMarket: units, single buyers and seats', () => {
  async function marketFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const data = await register(world.works);
    const counted = await sell(world.works, data, PACK);
    return { ...world, data, counted, market: world.buyer.ledger.market, grants: world.ledger.grants };
  }

  describe('given an offer of ten units at a time', () => {
    it('costs its price per ten, and issues as many units as were bought', async () => {
      const { market, grants, ledger, buyer, counted } = await networkHelpers.loadFixture(marketFixture);
      const sending = market.purchase(counted, 1, 30, 21);
      await expect(sending).to.emit(market, 'AccessPurchased').withArgs(1, buyer.memberId, counted, 1, 1, 21, 30);
      const { units, used } = await grants.grantOf(1);
      expect([units, used]).to.deep.equal([30n, 0n]);
      expect((await ledger.revenue.salesOf(1)).total).to.equal(21n);
    });

    it('reverts for a price above the maximum of the whole purchase', async () => {
      const { market, counted } = await networkHelpers.loadFixture(marketFixture);
      await expect(market.purchase(counted, 1, 30, 20))
        .to.be.revertedWithCustomError(market, 'AccessMarket_PriceAboveMaximum')
        .withArgs(21, 20);
    });

    for (const units of [0, 1, 9, 11, 15, MOST_UNITS]) {
      it(`reverts for ${units} units, no multiple of ten`, async () => {
        const { market, counted } = await networkHelpers.loadFixture(marketFixture);
        await expect(market.purchase(counted, 1, units, 2n ** 100n))
          .to.be.revertedWithCustomError(market, 'AccessMarket_BadUnits')
          .withArgs(units, 10);
      });
    }

    it('adds units to a grant without end, under the same offer', async () => {
      const { market, grants, buyer, counted } = await networkHelpers.loadFixture(marketFixture);
      await buy(buyer, counted, 1, 30);
      const sending = market.renew(1, counted, 1, 20, 14);
      await expect(sending).to.emit(grants, 'UnitsAdded').withArgs(1, buyer.memberId, 20, 50);
      await expect(sending)
        .to.emit(grants, 'GrantExtended')
        .withArgs(1, buyer.memberId, 2n ** 32n - 1n);
      await expect(sending).not.to.emit(grants, 'TokenExpiryUpdated');
      expect((await grants.grantOf(1)).units).to.equal(50);
    });

    it('reverts above what a grant can count', async () => {
      const { market, grants, buyer, counted } = await networkHelpers.loadFixture(marketFixture);
      const most = MOST_UNITS - (MOST_UNITS % 10);
      await buy(buyer, counted, 1, most);
      await expect(market.renew(1, counted, 1, 10, 7))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_TooManyUnits')
        .withArgs(1, most + 10);
    });
  });

  describe('given an offer that does not count units', () => {
    it('reverts for any units', async () => {
      const { market, works, data } = await networkHelpers.loadFixture(marketFixture);
      const plain = await sell(works, data);
      await expect(market.purchase(plain, 1, 1, 2n ** 100n))
        .to.be.revertedWithCustomError(market, 'AccessMarket_BadUnits')
        .withArgs(1, 0);
    });
  });

  describe('given units and a period', () => {
    it('renews both, each as bought', async () => {
      const { market, grants, works, buyer, data } = await networkHelpers.loadFixture(marketFixture);
      const offer = await sell(works, data, { ...PACK, period: 30 * DAY });
      const grantId = await buy(buyer, offer, 1, 10);
      const { end } = await grants.grantOf(grantId);
      await market.renew(grantId, offer, 1, 40, 28);
      const after = await grants.grantOf(grantId);
      expect([after.units, after.end]).to.deep.equal([50n, end + BigInt(30 * DAY)]);
    });

    it('sells on terms that follow updates, where units expire with the period', async () => {
      const { grants, works, buyer, data } = await networkHelpers.loadFixture(marketFixture);
      const offer = await sell(works, { ...data, versionId: 0 }, { ...PACK, period: 30 * DAY });
      const grantId = await buy(buyer, offer, 1, 10);
      const { end } = await grants.grantOf(grantId);
      const asked = [grantId, buyer.memberId, 1, 0, 0] as const;
      expect(await grants.allows(...asked, end - 1n)).to.deep.equal([0n, end]);
      expect((await grants.allows(...asked, end)).reason).to.equal(5);
    });
  });

  describe('given an offer for one member', () => {
    it('sells to that member only', async () => {
      const { market, works, rival, data } = await networkHelpers.loadFixture(marketFixture);
      const offer = await sell(works, data, { buyer: rival.memberId });
      await expect(market.purchase(offer, 1, 0, 10_007))
        .to.be.revertedWithCustomError(market, 'AccessMarket_OfferForAnother')
        .withArgs(offer, rival.memberId);
      await expect(rival.ledger.market.purchase(offer, 1, 0, 10_007)).to.emit(market, 'AccessPurchased');
    });

    it('cannot be opened for a member that does not exist', async () => {
      const { works, ledger, market } = await networkHelpers.loadFixture(marketFixture);
      const termsId = Number((await works.ledger.market.offerOf(1)).termsId);
      const draft = { termsId, price: 1, period: 0, units: 0, buyer: 99, seats: 0 };
      await expect(works.ledger.market.openOffer(draft))
        .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_MemberUnknown')
        .withArgs(99);
      expect(await market.offerCount()).to.equal(1);
    });
  });

  describe('given seats', () => {
    it('issues so many grants and no more, whatever becomes of them', async () => {
      const { market, grants, works, buyer, rival, data } = await networkHelpers.loadFixture(marketFixture);
      const offer = await sell(works, data, { seats: 2 });
      const first = await buy(buyer, offer, 1);
      await buy(rival, offer, 1);
      await grants.connect(buyer.key).giveUp(first);
      await expect(market.purchase(offer, 1, 0, 10_007))
        .to.be.revertedWithCustomError(market, 'AccessMarket_SoldOut')
        .withArgs(offer, 2);
      expect((await market.offerOf(offer)).taken).to.equal(2);
    });

    it('takes none for a renewal, nor for a purchase that reverts', async () => {
      const world = await networkHelpers.loadFixture(marketFixture);
      const { market, works, buyer, data } = world;
      const offer = await sell(works, data, { seats: 1, period: DAY });
      await expect(market.purchase(offer, 2, 0, 10_007)).to.be.revertedWithCustomError(
        world.grants,
        'AccessGrants_NotThePinnedVersion',
      );
      const grantId = await buy(buyer, offer, 1);
      await market.renew(grantId, offer, 1, 0, 10_007);
      expect((await market.offerOf(offer)).taken).to.equal(1);
    });

    it('counts none where seats are not limited', async () => {
      const { market, buyer, counted } = await networkHelpers.loadFixture(marketFixture);
      await buy(buyer, counted, 1, 10);
      expect((await market.offerOf(counted)).taken).to.equal(0);
    });
  });

  it('sells nothing of a suspended owner, seats or not', async () => {
    const world = await networkHelpers.loadFixture(marketFixture);
    const offer = await sell(world.works, world.data, { seats: 5 });
    await suspend(world, world.works);
    await expect(world.market.purchase(offer, 1, 0, 10_007))
      .to.be.revertedWithCustomError(world.grants, 'AccessGrants_SellerNotActive')
      .withArgs(world.works.memberId);
    expect((await world.market.offerOf(offer)).taken).to.equal(0);
  });
});
