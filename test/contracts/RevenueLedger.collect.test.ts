import { expect } from 'chai';
import { addTill, collect, FEE_BPS, ledgerFixture, networkHelpers, register } from '../support/contracts-fixture.js';

const MOST = 2n ** 112n - 1n;

describe('RevenueLedger.collect', () => {
  async function tillFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const till = await addTill(world);
    await register(world.works);
    const revenue = world.ledger.revenue.connect(till);
    return { ...world, till, revenue, token: world.buyer.ledger.token, vault: world.deployment.contracts.RevenueLedger };
  }

  describe('given a market that brings tokens', () => {
    it('books them on the table, but for the fee', async () => {
      const { revenue, token, buyer, vault, till } = await networkHelpers.loadFixture(tillFixture);
      await token.transfer(vault, 10_199n);
      await expect(revenue.collect(buyer.memberId, 41, 1, 10_199n))
        .to.emit(revenue, 'RevenueCollected')
        .withArgs(1, buyer.memberId, 41, till.address, 10_199n, 101n);
      expect(await revenue.salesOf(1)).to.deep.equal([10_098n, 0n]);
      expect(await revenue.books()).to.deep.equal([10_199n, 101n, FEE_BPS]);
    });

    for (const [amount, fee] of [
      [0n, 0n],
      [1n, 0n],
      [99n, 0n],
      [100n, 1n],
      [199n, 1n],
      [200n, 2n],
      [1_000_003n, 10_000n],
    ] as const) {
      it(`takes a fee of ${fee} of ${amount}`, async () => {
        const world = await networkHelpers.loadFixture(tillFixture);
        await collect(world, 1, amount);
        expect(await world.revenue.books()).to.deep.equal([amount, fee, FEE_BPS]);
        expect((await world.revenue.salesOf(1)).total).to.equal(amount - fee);
      });
    }

    it('holds as much as 112 bits count, and not a unit more', async () => {
      const world = await networkHelpers.loadFixture(tillFixture);
      const { revenue, token, issuer, buyer, vault } = world;
      await token.connect(issuer).mint(buyer.key.address, MOST);
      await collect(world, 1, MOST);
      expect((await revenue.books()).tracked).to.equal(MOST);
      await token.transfer(vault, 1);
      await expect(revenue.collect(buyer.memberId, 1, 1, 1))
        .to.be.revertedWithCustomError(revenue, 'RevenueLedger_NotReceived')
        .withArgs(MOST + 1n, MOST + 1n);
      await revenue.distribute([1]);
      expect((await revenue.accountOf(2)).total).to.equal(MOST - MOST / 100n);
    });
  });

  describe('given a market whose word is more than what arrived', () => {
    it('reverts, however much the ledger holds for others', async () => {
      const world = await networkHelpers.loadFixture(tillFixture);
      const { revenue, buyer, token, vault } = world;
      await collect(world, 1, 1_000_000n);
      await expect(revenue.collect(buyer.memberId, 1, 1, 1))
        .to.be.revertedWithCustomError(revenue, 'RevenueLedger_NotReceived')
        .withArgs(1_000_001n, 1_000_000n);
      await token.transfer(vault, 998n);
      await expect(revenue.collect(buyer.memberId, 1, 1, 999n))
        .to.be.revertedWithCustomError(revenue, 'RevenueLedger_NotReceived')
        .withArgs(1_000_999n, 1_000_998n);
    });

    it('reverts after payouts too: what left is not there to be booked again', async () => {
      const world = await networkHelpers.loadFixture(tillFixture);
      const { revenue, buyer, works } = world;
      await collect(world, 1, 1_000n);
      await revenue.distribute([1]);
      await revenue.payOut([works.memberId]);
      await revenue.payFees();
      expect(await revenue.books()).to.deep.equal([0n, 0n, FEE_BPS]);
      await expect(revenue.collect(buyer.memberId, 1, 1, 1))
        .to.be.revertedWithCustomError(revenue, 'RevenueLedger_NotReceived')
        .withArgs(1, 0);
    });

    it('cannot pull from an allowance to the ledger', async () => {
      const { revenue, token, buyer, vault } = await networkHelpers.loadFixture(tillFixture);
      await token.approve(vault, 1_000_000n);
      await expect(revenue.collect(buyer.memberId, 1, 1, 1_000n))
        .to.be.revertedWithCustomError(revenue, 'RevenueLedger_NotReceived')
        .withArgs(1_000, 0);
    });
  });

  describe('given tokens that nobody announced', () => {
    it('leaves books and credits as they are', async () => {
      const world = await networkHelpers.loadFixture(tillFixture);
      const { revenue, token, vault, works } = world;
      await collect(world, 1, 1_007n);
      await token.transfer(vault, 5_003n);
      expect(await revenue.books()).to.deep.equal([1_007n, 10n, FEE_BPS]);
      await revenue.distribute([1]);
      await revenue.payOut([works.memberId]);
      await revenue.payFees();
      expect(await token.balanceOf(works.payoutAccount)).to.equal(997n);
      expect(await token.balanceOf(vault)).to.equal(5_003n);
    });
  });

  describe('given a caller that is no market', () => {
    it('reverts', async () => {
      const { revenue, admin, founder, buyer, stranger, token, vault } = await networkHelpers.loadFixture(tillFixture);
      await token.transfer(vault, 100n);
      for (const caller of [admin, founder, buyer.key, stranger]) {
        await expect(revenue.connect(caller).collect(buyer.memberId, 1, 1, 100n))
          .to.be.revertedWithCustomError(revenue, 'RevenueLedger_NotAMarket')
          .withArgs(caller.address);
      }
    });
  });
});
