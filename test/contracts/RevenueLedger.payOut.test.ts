import { expect } from 'chai';
import { mine } from '../../sdk/ledger.js';
import { RevenueLedger__factory, StubbornToken__factory } from '../../types/index.js';
import {
  addTill,
  collect,
  ledgerFixture,
  networkHelpers,
  originator,
  PARTS_MINIMUM,
  register,
  suspend,
} from '../support/contracts-fixture.js';

const [REVERT, RETURN_FALSE] = [1, 2] as const;

describe('RevenueLedger.payOut', () => {
  /** Credits: works 6,997, parts 1,000 (one below its minimum), models 1,999, of sales of 9,997 without fee. */
  async function creditedFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const till = await addTill(world);
    const { works, models, parts, ledger } = world;
    await mine(ledger.revenue.connect(world.admin).setFee(0));
    const payees = [originator(works.memberId, 7_000), originator(models.memberId, 1_999), originator(parts.memberId, 1_001)];
    await register(works, { payees });
    await collect({ ...world, till }, 1, 9_997n);
    await mine(ledger.revenue.distribute([1]));
    return { ...world, till, revenue: ledger.revenue.connect(world.stranger), token: ledger.token };
  }

  describe('given credit', () => {
    it('pays it to the payout account, whoever calls', async () => {
      const { revenue, token, works } = await networkHelpers.loadFixture(creditedFixture);
      const sending = revenue.payOut([works.memberId]);
      await expect(sending).to.emit(revenue, 'PaidOut').withArgs(works.memberId, works.payoutAccount, 6_997);
      expect(await token.balanceOf(works.payoutAccount)).to.equal(6_997);
      expect(await revenue.accountOf(works.memberId)).to.deep.equal([6_997n, 6_997n]);
      expect((await revenue.books()).tracked).to.equal(9_997 - 6_997);
    });

    it('pays it once', async () => {
      const world = await networkHelpers.loadFixture(creditedFixture);
      const { revenue, token, works } = world;
      await revenue.payOut([works.memberId]);
      await expect(revenue.payOut([works.memberId])).not.to.emit(revenue, 'PaidOut');
      await collect(world, 1, 3n);
      await revenue.distribute([1]);
      await revenue.payOut([works.memberId]);
      expect(await token.balanceOf(works.payoutAccount)).to.equal(7_000);
      expect(await revenue.accountOf(works.memberId)).to.deep.equal([7_000n, 7_000n]);
    });

    it('pays a suspended member: no credit is lost', async () => {
      const world = await networkHelpers.loadFixture(creditedFixture);
      await suspend(world, world.works);
      await world.revenue.payOut([world.works.memberId, world.models.memberId]);
      expect(await world.token.balanceOf(world.works.payoutAccount)).to.equal(6_997);
      expect(await world.token.balanceOf(world.models.payoutAccount)).to.equal(1_998);
    });

    it('reverts when members do not strictly ascend: none is paid twice', async () => {
      const { revenue } = await networkHelpers.loadFixture(creditedFixture);
      for (const [members, index] of [
        [[0], 0],
        [[2, 2], 1],
        [[3, 2], 1],
        [[2, 4, 3], 2],
      ] as const) {
        await expect(revenue.payOut([...members]))
          .to.be.revertedWithCustomError(revenue, 'RevenueLedger_OutOfOrder')
          .withArgs(index);
      }
    });

    it('does nothing for members without credit, and for ids that are none', async () => {
      const { revenue, rival } = await networkHelpers.loadFixture(creditedFixture);
      const sending = revenue.payOut([1, rival.memberId, rival.memberId + 1, 2 ** 32 - 1]);
      await expect(sending).not.to.emit(revenue, 'PaidOut');
      await expect(sending).not.to.emit(revenue, 'PayoutFailed');
    });
  });

  describe('given a member with a minimum', () => {
    it('keeps less than that back from others, and pays it to its own key', async () => {
      const { revenue, token, parts } = await networkHelpers.loadFixture(creditedFixture);
      await expect(revenue.payOut([parts.memberId])).not.to.emit(revenue, 'PaidOut');
      expect(await revenue.accountOf(parts.memberId)).to.deep.equal([PARTS_MINIMUM - 1n, 0n]);
      await revenue.connect(parts.key).payOut([parts.memberId]);
      expect(await token.balanceOf(parts.payoutAccount)).to.equal(PARTS_MINIMUM - 1n);
    });

    it('pays exactly the minimum to whoever calls', async () => {
      const world = await networkHelpers.loadFixture(creditedFixture);
      const { revenue, parts } = world;
      await collect(world, 1, 10n);
      await revenue.distribute([1]);
      await expect(revenue.payOut([parts.memberId]))
        .to.emit(revenue, 'PaidOut')
        .withArgs(parts.memberId, parts.payoutAccount, PARTS_MINIMUM);
    });

    it('pays less when it is not active: its own keys cannot be expected to call', async () => {
      const world = await networkHelpers.loadFixture(creditedFixture);
      const { revenue, parts } = world;
      await suspend(world, parts);
      await expect(revenue.payOut([parts.memberId]))
        .to.emit(revenue, 'PaidOut')
        .withArgs(parts.memberId, parts.payoutAccount, PARTS_MINIMUM - 1n);
    });
  });

  describe('given a token that refuses one payee', () => {
    async function stubbornFixture() {
      const world = await networkHelpers.loadFixture(ledgerFixture);
      const { founder, admin, deployment, works, models, parts, stranger } = world;
      const token = await new StubbornToken__factory(founder).deploy();
      const at = deployment.contracts;
      const revenue = await new RevenueLedger__factory(founder).deploy(
        at.AccessManager,
        at.MemberRegistry,
        at.DatasetRegistry,
        token,
        100,
      );
      await mine(revenue.connect(admin).addMarket(admin.address));
      await mine(revenue.connect(admin).setConsortium(works.memberId));
      await register(works, {
        payees: [originator(works.memberId, 5_001), originator(models.memberId, 3_999), originator(parts.memberId, 1_000)],
      });
      await mine(token.mint(revenue, 100_007n));
      await mine(revenue.connect(admin).collect(1, 1, 1, 100_007n));
      await mine(revenue.distribute([1]));
      return { ...world, token, revenue: revenue.connect(stranger) };
    }

    for (const [how, refusal] of [
      ['reverting', REVERT],
      ['answering false', RETURN_FALSE],
    ] as const) {
      it(`keeps its credit and pays the others, when it refuses by ${how}`, async () => {
        const { token, revenue, works, models, parts } = await networkHelpers.loadFixture(stubbornFixture);
        await token.refuse(models.payoutAccount, refusal);
        const sending = revenue.payOut([works.memberId, models.memberId, parts.memberId]);
        await expect(sending).to.emit(revenue, 'PaidOut').withArgs(works.memberId, works.payoutAccount, 49_513);
        await expect(sending).to.emit(revenue, 'PayoutFailed').withArgs(models.memberId, models.payoutAccount, 39_592);
        await expect(sending).to.emit(revenue, 'PaidOut').withArgs(parts.memberId, parts.payoutAccount, 9_900);
        expect(await revenue.accountOf(models.memberId)).to.deep.equal([39_592n, 0n]);
        expect((await revenue.books()).tracked).to.equal(100_007 - 49_513 - 9_900);

        await token.refuse(models.payoutAccount, 0);
        await revenue.payOut([models.memberId]);
        expect(await token.balanceOf(models.payoutAccount)).to.equal(39_592);
      });
    }

    it('keeps the fee when it is the consortium that is refused', async () => {
      const { token, revenue, works } = await networkHelpers.loadFixture(stubbornFixture);
      await token.refuse(works.payoutAccount, REVERT);
      await expect(revenue.payFees()).to.be.revertedWithCustomError(token, 'StubbornToken_Refused').withArgs(works.payoutAccount);
      await token.refuse(works.payoutAccount, RETURN_FALSE);
      await expect(revenue.payFees())
        .to.be.revertedWithCustomError(revenue, 'SafeERC20FailedOperation')
        .withArgs(await token.getAddress());
      expect((await revenue.books()).fees).to.equal(1_000);
    });
  });
});
