import { expect } from 'chai';
import { RevenueLedger__factory } from '../../types/index.js';
import {
  addressOf,
  addTill,
  collect,
  DAY,
  FEE_BPS,
  ledgerFixture,
  networkHelpers,
  register,
  type World,
} from '../support/contracts-fixture.js';

describe('RevenueLedger: the fee and who governs it', () => {
  async function governedFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const till = await addTill(world);
    await register(world.works);
    return { ...world, till, revenue: world.ledger.revenue.connect(world.admin) };
  }

  async function freshLedger({ founder, deployment }: World, feeBps: number) {
    const at = deployment.contracts;
    return new RevenueLedger__factory(founder).deploy(
      at.AccessManager,
      at.MemberRegistry,
      at.DatasetRegistry,
      at.SettlementToken,
      feeBps,
    );
  }

  describe('constructor', () => {
    it('takes 500 basis points and reverts above', async () => {
      const world = await networkHelpers.loadFixture(governedFixture);
      expect((await (await freshLedger(world, 500)).books()).feeBps).to.equal(500);
      await expect(freshLedger(world, 501))
        .to.be.revertedWithCustomError(world.revenue, 'RevenueLedger_FeeTooHigh')
        .withArgs(501);
    });
  });

  describe('setFee', () => {
    it('lowers the fee at once', async () => {
      const { revenue } = await networkHelpers.loadFixture(governedFixture);
      await expect(revenue.setFee(99)).to.emit(revenue, 'FeeChanged').withArgs(99);
      expect((await revenue.books()).feeBps).to.equal(99);
      await expect(revenue.setFee(0)).to.emit(revenue, 'FeeChanged').withArgs(0);
    });

    it('announces a rise and leaves the fee as it is', async () => {
      const world = await networkHelpers.loadFixture(governedFixture);
      const { revenue } = world;
      const now = (await networkHelpers.time.latest()) + 7;
      await networkHelpers.time.setNextBlockTimestamp(now);
      await expect(revenue.setFee(101))
        .to.emit(revenue, 'FeeRiseAnnounced')
        .withArgs(101, now + 7 * DAY);
      expect(await revenue.governance()).to.deep.equal([1n, 101n, BigInt(now + 7 * DAY)]);
      await collect(world, 1, 10_000n);
      expect(await revenue.books()).to.deep.equal([10_000n, 100n, FEE_BPS]);
    });

    it('takes back an announced rise when it lowers, or keeps, the fee', async () => {
      const { revenue } = await networkHelpers.loadFixture(governedFixture);
      await revenue.setFee(500);
      await expect(revenue.setFee(100)).to.emit(revenue, 'FeeChanged').withArgs(100);
      expect(await revenue.governance()).to.deep.equal([1n, 0n, 0n]);
      await networkHelpers.time.increase(8 * DAY);
      await expect(revenue.applyFeeRise()).to.be.revertedWithCustomError(revenue, 'RevenueLedger_NoRiseDue').withArgs(0, 0);
    });

    it('starts the seven days anew when another rise is announced', async () => {
      const { revenue } = await networkHelpers.loadFixture(governedFixture);
      await revenue.setFee(200);
      await networkHelpers.time.increase(6 * DAY);
      await revenue.setFee(300);
      const { from } = await revenue.governance();
      await networkHelpers.time.increase(2 * DAY);
      await expect(revenue.applyFeeRise()).to.be.revertedWithCustomError(revenue, 'RevenueLedger_NoRiseDue').withArgs(300, from);
    });

    it('takes 500 basis points and reverts above', async () => {
      const { revenue } = await networkHelpers.loadFixture(governedFixture);
      await expect(revenue.setFee(500)).to.emit(revenue, 'FeeRiseAnnounced');
      for (const feeBps of [501, 65_535]) {
        await expect(revenue.setFee(feeBps)).to.be.revertedWithCustomError(revenue, 'RevenueLedger_FeeTooHigh').withArgs(feeBps);
      }
    });
  });

  describe('applyFeeRise', () => {
    it('reverts in the last second of the seven days, and is anyone’s afterwards', async () => {
      const { revenue, stranger } = await networkHelpers.loadFixture(governedFixture);
      await revenue.setFee(500);
      const { from } = await revenue.governance();
      await networkHelpers.time.setNextBlockTimestamp(from - 1n);
      await expect(revenue.connect(stranger).applyFeeRise({ gasLimit: 1_000_000 }))
        .to.be.revertedWithCustomError(revenue, 'RevenueLedger_NoRiseDue')
        .withArgs(500, from);
      await networkHelpers.time.setNextBlockTimestamp(from);
      await expect(revenue.connect(stranger).applyFeeRise({ gasLimit: 1_000_000 }))
        .to.emit(revenue, 'FeeChanged')
        .withArgs(500);
      expect((await revenue.books()).feeBps).to.equal(500);
      await expect(revenue.applyFeeRise()).to.be.revertedWithCustomError(revenue, 'RevenueLedger_NoRiseDue').withArgs(0, 0);
    });

    it('reverts when no rise is announced', async () => {
      const { revenue } = await networkHelpers.loadFixture(governedFixture);
      await expect(revenue.applyFeeRise()).to.be.revertedWithCustomError(revenue, 'RevenueLedger_NoRiseDue').withArgs(0, 0);
    });
  });

  describe('payFees', () => {
    it('sends what was collected to the consortium’s member, whoever calls, and once', async () => {
      const world = await networkHelpers.loadFixture(governedFixture);
      const { revenue, ledger, founder, stranger } = world;
      await collect(world, 1, 10_199n);
      const anyone = revenue.connect(stranger);
      await expect(anyone.payFees()).to.emit(revenue, 'FeesPaid').withArgs(1, founder.address, 101);
      expect(await ledger.token.balanceOf(founder.address)).to.equal(101);
      expect(await revenue.books()).to.deep.equal([10_098n, 0n, FEE_BPS]);
      await expect(anyone.payFees()).not.to.emit(revenue, 'FeesPaid');
    });

    it('reverts while the consortium has no member', async () => {
      const world = await networkHelpers.loadFixture(governedFixture);
      const fresh = await freshLedger(world, 100);
      await expect(fresh.payFees()).to.be.revertedWithCustomError(fresh, 'RevenueLedger_NoConsortium').withArgs();
    });
  });

  describe('setConsortium', () => {
    it('names the member', async () => {
      const { revenue, rival } = await networkHelpers.loadFixture(governedFixture);
      await expect(revenue.setConsortium(rival.memberId)).to.emit(revenue, 'ConsortiumChanged').withArgs(rival.memberId);
      expect((await revenue.governance()).consortium).to.equal(rival.memberId);
    });

    it('reverts when there is no such member', async () => {
      const { revenue, ledger, rival } = await networkHelpers.loadFixture(governedFixture);
      for (const memberId of [0, rival.memberId + 1, 2 ** 32 - 1]) {
        await expect(revenue.setConsortium(memberId))
          .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_MemberUnknown')
          .withArgs(memberId);
      }
    });
  });

  describe('addMarket', () => {
    it('lets it bring revenue', async () => {
      const { revenue } = await networkHelpers.loadFixture(governedFixture);
      const market = addressOf('second market');
      expect(await revenue.isMarket(market)).to.equal(false);
      await expect(revenue.addMarket(market)).to.emit(revenue, 'RevenueMarketAdded').withArgs(market);
      expect(await revenue.isMarket(market)).to.equal(true);
    });
  });

  describe('given a caller that is not the admin', () => {
    it('reverts', async () => {
      const { revenue, founder, office, issuer, works } = await networkHelpers.loadFixture(governedFixture);
      for (const caller of [founder, office, issuer, works.key]) {
        const ledger = revenue.connect(caller);
        for (const act of [ledger.setFee(1), ledger.setConsortium(1), ledger.addMarket(caller.address)]) {
          await expect(act).to.be.revertedWithCustomError(revenue, 'AccessManagedUnauthorized').withArgs(caller.address);
        }
      }
    });
  });
});
