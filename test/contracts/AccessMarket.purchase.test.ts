import { expect } from 'chai';
import {
  admitKey,
  buy,
  DAY,
  FEE_BPS,
  FUNDS,
  ledgerFixture,
  licence,
  networkHelpers,
  publish,
  register,
  sell,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

/** Odd, so that the fee of 1 % has a fraction to lose: 100.07 → 100. */
const PRICE = 10_007n;

describe('AccessMarket.purchase', () => {
  /** Offer 1 pins version 1, offer 2 follows updates for 30 days. */
  async function offersFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const data = await register(world.works);
    const pinned = await sell(world.works, data, { price: PRICE });
    const follows = await sell(world.works, { ...data, versionId: 0 }, { price: PRICE, period: 30 * DAY });
    return {
      ...world,
      data,
      pinned,
      follows,
      market: world.buyer.ledger.market,
      vault: world.deployment.contracts.RevenueLedger,
    };
  }

  describe('given an open offer', () => {
    it('moves the price to the ledger, issues the grant and books the table’s net', async () => {
      const { ledger, market, buyer, pinned, vault, deployment } = await networkHelpers.loadFixture(offersFixture);
      const sending = market.purchase(pinned, 1, 0, PRICE);
      await expect(sending).to.emit(market, 'AccessPurchased').withArgs(1, buyer.memberId, pinned, 1, 1, PRICE, 0);
      await expect(sending).to.emit(ledger.grants, 'GrantIssued');
      await expect(sending)
        .to.emit(ledger.revenue, 'RevenueCollected')
        .withArgs(1, buyer.memberId, 1, deployment.contracts.AccessMarket, PRICE, 100);
      await expect(sending).to.emit(ledger.token, 'Transfer').withArgs(buyer.key.address, vault, PRICE);
      expect(await ledger.token.balanceOf(vault)).to.equal(PRICE);
      expect(await ledger.token.balanceOf(buyer.key.address)).to.equal(FUNDS - PRICE);
      expect(await ledger.revenue.salesOf(1)).to.deep.equal([9_907n, 0n]);
      expect(await ledger.revenue.books()).to.deep.equal([PRICE, 100n, FEE_BPS]);
    });

    it('names the version seen and pays the table, also of an inheriting version', async () => {
      const { market, works, data, buyer, follows } = await networkHelpers.loadFixture(offersFixture);
      const second = await publish(works, data.datasetId, { payees: [] });
      const now = (await networkHelpers.time.latest()) + 5;
      await networkHelpers.time.setNextBlockTimestamp(now);
      await expect(market.purchase(follows, 1, 0, PRICE))
        .to.emit(market, 'AccessPurchased')
        .withArgs(1, buyer.memberId, follows, 1, 1, PRICE, 0);
      expect((await buyer.ledger.grants.grantOf(1)).versionId).to.equal(second);
    });

    it('reverts when it costs more than the buyer agreed to', async () => {
      const { market, pinned } = await networkHelpers.loadFixture(offersFixture);
      for (const maximum of [0n, PRICE - 1n]) {
        await expect(market.purchase(pinned, 1, 0, maximum))
          .to.be.revertedWithCustomError(market, 'AccessMarket_PriceAboveMaximum')
          .withArgs(PRICE, maximum);
      }
    });

    it('reverts when the buyer has not approved, or has not enough', async () => {
      const { ledger, market, buyer, pinned, deployment } = await networkHelpers.loadFixture(offersFixture);
      const { token } = buyer.ledger;
      await token.approve(deployment.contracts.AccessMarket, PRICE - 1n);
      await expect(market.purchase(pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.token, 'ERC20InsufficientAllowance')
        .withArgs(deployment.contracts.AccessMarket, PRICE - 1n, PRICE);
      await token.approve(deployment.contracts.AccessMarket, PRICE);
      await token.transfer(deployment.contracts.RevenueLedger, FUNDS - PRICE + 1n);
      await expect(market.purchase(pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.token, 'ERC20InsufficientBalance')
        .withArgs(buyer.key.address, PRICE - 1n, PRICE);
    });

    it('reverts when another version was seen than the pinned one, and moves no money', async () => {
      const { ledger, market, buyer, pinned } = await networkHelpers.loadFixture(offersFixture);
      await expect(market.purchase(pinned, 2, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.grants, 'AccessGrants_NotThePinnedVersion')
        .withArgs(1, 2);
      expect(await ledger.token.balanceOf(buyer.key.address)).to.equal(FUNDS);
    });

    it('reverts when the version seen is another dataset’s', async () => {
      const { ledger, market, models, data, follows } = await networkHelpers.loadFixture(offersFixture);
      const { versionId } = await register(models);
      await expect(market.purchase(follows, versionId, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_VersionOfAnother')
        .withArgs(versionId, data.datasetId);
    });
  });

  describe('given a free offer', () => {
    it('issues the grant without any money or allowance', async () => {
      const { ledger, works, data, buyer, market, deployment } = await networkHelpers.loadFixture(offersFixture);
      const free = await sell(works, data, { price: 0n });
      await buyer.ledger.token.approve(deployment.contracts.AccessMarket, 0);
      const sending = market.purchase(free, 1, 0, 0);
      await expect(sending).to.emit(market, 'AccessPurchased').withArgs(1, buyer.memberId, free, 1, 1, 0, 0);
      await expect(sending).not.to.emit(ledger.revenue, 'RevenueCollected');
      await expect(sending).not.to.emit(ledger.token, 'Transfer');
    });
  });

  describe('given an offer that is not for sale', () => {
    it('reverts when there is none', async () => {
      const { market } = await networkHelpers.loadFixture(offersFixture);
      for (const none of [0, 3, 2 ** 32 - 1]) {
        await expect(market.purchase(none, 1, 0, PRICE))
          .to.be.revertedWithCustomError(market, 'AccessMarket_OfferUnknown')
          .withArgs(none);
      }
    });

    it('reverts when the seller is suspended', async () => {
      const world = await networkHelpers.loadFixture(offersFixture);
      await suspend(world, world.works);
      await expect(world.market.purchase(world.pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(world.ledger.grants, 'AccessGrants_SellerNotActive')
        .withArgs(world.works.memberId);
    });
  });

  describe('given a buyer that may not buy', () => {
    it('reverts when it is suspended, a stranger, or its key lacks the buy role', async () => {
      const world = await networkHelpers.loadFixture(offersFixture);
      const { market, pinned, stranger, ledger, buyer } = world;
      const key = spareKey(world);
      await admitKey(world, key, 0b10111n);
      await expect(market.connect(key).purchase(pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_KeyLacksRole')
        .withArgs(key.address, 3);
      await expect(market.connect(stranger).purchase(pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_KeyUnknown')
        .withArgs(stranger.address);
      await suspend(world, buyer);
      await expect(market.purchase(pinned, 1, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_MemberNotActive')
        .withArgs(buyer.memberId);
    });
  });

  describe('given an empty version that was offered, and the real one with its sources afterwards', () => {
    async function swappedFixture() {
      const world = await networkHelpers.loadFixture(offersFixture);
      const { works, models, data, buyer, pinned, follows } = world;
      const before = { pinned: await buy(buyer, pinned, 1), follows: await buy(buyer, follows, 1) };
      const source = await licence(models, await register(models), works, { royaltyBps: 4_000 });
      const real = await publish(works, data.datasetId, { sources: [source] });
      return { ...world, before, real };
    }

    it('sells nothing more to who saw the empty one', async () => {
      const { ledger, market, follows, real } = await networkHelpers.loadFixture(swappedFixture);
      await expect(market.purchase(follows, 1, 0, PRICE))
        .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_TableChanged')
        .withArgs(1, real);
    });

    it('gives what was sold before no right to the real one', async () => {
      const { ledger, buyer, before, real } = await networkHelpers.loadFixture(swappedFixture);
      const now = await networkHelpers.time.latest();
      for (const grantId of [before.pinned, before.follows]) {
        expect((await ledger.grants.allows(grantId, buyer.memberId, real, 0, 0, now)).reason).to.equal(6);
        expect((await ledger.grants.allows(grantId, buyer.memberId, 1, 0, 0, now)).reason).to.equal(0);
      }
    });

    it('pays the real one’s payees when the real one was seen', async () => {
      const { ledger, market, buyer, follows, real } = await networkHelpers.loadFixture(swappedFixture);
      await market.purchase(follows, real, 0, PRICE);
      expect(await ledger.revenue.salesOf(real)).to.deep.equal([9_907n, 0n]);
      expect((await ledger.revenue.salesOf(1)).total).to.equal(2n * 9_907n);
      expect(buyer.memberId).to.equal(6);
    });
  });
});
