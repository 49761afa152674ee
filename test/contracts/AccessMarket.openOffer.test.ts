import { expect } from 'chai';
import {
  ANYBODY,
  admitKey,
  DAY,
  ledgerFixture,
  networkHelpers,
  register,
  sell,
  spareKey,
  suspend,
  writeTerms,
} from '../support/contracts-fixture.js';

const MOST_PRICE = 2n ** 88n - 1n;

describe('AccessMarket.openOffer', () => {
  /** Terms 1 pin a version, terms 2 follow updates. */
  async function termsFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const data = await register(world.works);
    await writeTerms(world.works, data);
    await writeTerms(world.works, { ...data, versionId: 0 });
    return { ...world, data, market: world.works.ledger.market };
  }

  describe('given the seller', () => {
    it('puts a price on the terms', async () => {
      const { market, works } = await networkHelpers.loadFixture(termsFixture);
      await expect(market.openOffer({ ...ANYBODY, termsId: 1, price: MOST_PRICE, period: 2 ** 32 - 1 }))
        .to.emit(market, 'OfferOpened')
        .withArgs(1, 1, works.memberId, MOST_PRICE, 2 ** 32 - 1, 0, 0, 0);
      expect(await market.offerOf(1)).to.deep.equal([MOST_PRICE, 2n ** 32n - 1n, 1n, 0n, 0n, 0n, 0n, false]);
      await expect(market.openOffer({ ...ANYBODY, termsId: 1, price: 0, period: 0 }))
        .to.emit(market, 'OfferOpened')
        .withArgs(2, 1, works.memberId, 0, 0, 0, 0, 0);
      expect(await market.offerCount()).to.equal(2);
      for (const none of [0, 3, 2 ** 32 - 1]) expect(await market.offerOf(none)).to.deep.equal([...Array(7).fill(0n), false]);
    });

    it('takes one second to 92 days for terms that follow updates, and reverts for the rest', async () => {
      const { market } = await networkHelpers.loadFixture(termsFixture);
      for (const period of [1, 92 * DAY])
        await expect(market.openOffer({ ...ANYBODY, termsId: 2, price: 7, period: period })).to.emit(market, 'OfferOpened');
      for (const period of [0, 92 * DAY + 1, 2 ** 32 - 1]) {
        await expect(market.openOffer({ ...ANYBODY, termsId: 2, price: 7, period: period }))
          .to.be.revertedWithCustomError(market, 'AccessMarket_BadPeriod')
          .withArgs(period);
      }
    });
  });

  describe('given anybody else', () => {
    it('reverts when the terms are another member’s, or none', async () => {
      const { market, works, models } = await networkHelpers.loadFixture(termsFixture);
      await expect(models.ledger.market.openOffer({ ...ANYBODY, termsId: 1, price: 7, period: 0 }))
        .to.be.revertedWithCustomError(market, 'AccessMarket_NotTheSeller')
        .withArgs(1, models.memberId);
      for (const terms of [0, 3, 2 ** 32 - 1]) {
        await expect(market.openOffer({ ...ANYBODY, termsId: terms, price: 7, period: 0 }))
          .to.be.revertedWithCustomError(market, 'AccessMarket_NotTheSeller')
          .withArgs(terms, works.memberId);
      }
    });

    it('reverts when the key lacks the sell role, or its member is suspended', async () => {
      const world = await networkHelpers.loadFixture(termsFixture);
      const key = spareKey(world);
      await admitKey(world, key, 0b11011n);
      await expect(world.market.connect(key).openOffer({ ...ANYBODY, termsId: 1, price: 7, period: 0 }))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_KeyLacksRole')
        .withArgs(key.address, 2);
      await suspend(world, world.works);
      await expect(world.market.openOffer({ ...ANYBODY, termsId: 1, price: 7, period: 0 }))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_MemberNotActive')
        .withArgs(world.works.memberId);
    });
  });
});

describe('AccessMarket.closeOffer', () => {
  async function offerFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const data = await register(world.works);
    const offerId = await sell(world.works, data);
    return { ...world, offerId, market: world.works.ledger.market };
  }

  it('stops sales for ever', async () => {
    const { market, works, buyer, offerId } = await networkHelpers.loadFixture(offerFixture);
    await expect(market.closeOffer(offerId)).to.emit(market, 'OfferClosed').withArgs(offerId, works.memberId);
    expect((await market.offerOf(offerId)).closed).to.equal(true);
    await expect(buyer.ledger.market.purchase(offerId, 1, 0, MOST_PRICE))
      .to.be.revertedWithCustomError(market, 'AccessMarket_OfferIsClosed')
      .withArgs(offerId);
  });

  it('reverts when it is closed, or there is none', async () => {
    const { market, offerId } = await networkHelpers.loadFixture(offerFixture);
    await market.closeOffer(offerId);
    await expect(market.closeOffer(offerId))
      .to.be.revertedWithCustomError(market, 'AccessMarket_OfferIsClosed')
      .withArgs(offerId);
    for (const none of [0, offerId + 1, 2 ** 32 - 1]) {
      await expect(market.closeOffer(none)).to.be.revertedWithCustomError(market, 'AccessMarket_OfferUnknown').withArgs(none);
    }
  });

  it('reverts when the caller is not the seller', async () => {
    const { market, models, ledger, stranger, offerId } = await networkHelpers.loadFixture(offerFixture);
    await expect(models.ledger.market.closeOffer(offerId))
      .to.be.revertedWithCustomError(market, 'AccessMarket_NotTheSeller')
      .withArgs(1, models.memberId);
    await expect(market.connect(stranger).closeOffer(offerId))
      .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_KeyUnknown')
      .withArgs(stranger.address);
  });
});
