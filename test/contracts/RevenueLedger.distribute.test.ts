import { expect } from 'chai';
import { unpackAmounts } from '../../sdk/entry.js';
import { mine } from '../../sdk/ledger.js';
import {
  addTill,
  collect,
  crowdedFixture,
  ledgerFixture,
  licence,
  networkHelpers,
  originator,
  publish,
  register,
  royalty,
  suspend,
} from '../support/contracts-fixture.js';

describe('RevenueLedger.distribute', () => {
  /** Without fee, so that gross is net; `till` is a market. */
  async function feelessFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const till = await addTill(world);
    const revenue = world.ledger.revenue.connect(world.stranger);
    await mine(world.ledger.revenue.connect(world.admin).setFee(0));
    const credit = async (memberId: number) => (await revenue.accountOf(memberId)).total;
    return { ...world, till, revenue, credit };
  }

  describe('given a table of three originators', () => {
    async function thirdsFixture() {
      const world = await networkHelpers.loadFixture(feelessFixture);
      const { works, models, parts } = world;
      const payees = [originator(works.memberId, 3_333), originator(models.memberId, 3_333), originator(parts.memberId, 3_334)];
      await register(works, { payees });
      return world;
    }

    it('credits each to the unit, whoever calls, and keeps what the floors leave', async () => {
      const world = await networkHelpers.loadFixture(thirdsFixture);
      const { revenue, credit, works, models, parts } = world;
      await collect(world, 1, 10_007n);
      await expect(revenue.distribute([1]))
        .to.emit(revenue, 'Distributed')
        .withArgs(1, 10_007, 0, [3_335n | (3_335n << 128n), 3_336n]);
      expect(await Promise.all([works, models, parts].map(({ memberId }) => credit(memberId)))).to.deep.equal([
        3_335n,
        3_335n,
        3_336n,
      ]);
      expect(await revenue.salesOf(1)).to.deep.equal([10_007n, 10_007n]);
      expect((await revenue.books()).tracked).to.equal(10_007);
    });

    it('goes on from the running totals: the fraction comes with a later payment', async () => {
      const world = await networkHelpers.loadFixture(thirdsFixture);
      const { revenue } = world;
      await collect(world, 1, 10_007n);
      await revenue.distribute([1]);
      await collect(world, 1, 2n);
      await expect(revenue.distribute([1]))
        .to.emit(revenue, 'Distributed')
        .withArgs(1, 10_009, 0, [0n | (0n << 128n), 1n]);
      await collect(world, 1, 9_992n);
      await revenue.distribute([1]);
      expect(await revenue.salesOf(1)).to.deep.equal([20_001n, 20_001n]);
      expect(await world.credit(2)).to.equal((20_001n * 3_333n) / 10_000n);
    });

    it('changes nothing when a payment is split: a majority bleeds no minority', async () => {
      const world = await networkHelpers.loadFixture(thirdsFixture);
      const { revenue, works, models } = world;
      const payees = [originator(works.memberId, 9_001), originator(models.memberId, 999)];
      const [whole, split] = [await register(works, { payees }), await register(works, { payees })];
      await collect(world, whole.versionId, 43n);
      const before = await Promise.all([works, models].map(({ memberId }) => world.credit(memberId)));
      await revenue.distribute([whole.versionId]);
      const once = await Promise.all([works, models].map(({ memberId }) => world.credit(memberId)));
      for (let i = 0; i < 43; i++) {
        await collect(world, split.versionId, 1n);
        await revenue.distribute([split.versionId]);
      }
      const all = await Promise.all([works, models].map(({ memberId }) => world.credit(memberId)));
      expect(before).to.deep.equal([0n, 0n]);
      expect(once).to.deep.equal([38n, 4n]);
      expect(all).to.deep.equal([76n, 8n]);
    });

    it('does nothing when nothing is due', async () => {
      const world = await networkHelpers.loadFixture(thirdsFixture);
      const { revenue } = world;
      await expect(revenue.distribute([1])).not.to.emit(revenue, 'Distributed');
      await collect(world, 1, 3n);
      await revenue.distribute([1]);
      await expect(revenue.distribute([1])).not.to.emit(revenue, 'Distributed');
      await expect(revenue.distribute([])).not.to.emit(revenue, 'Distributed');
    });

    it('pays what came in under old shares by the old shares', async () => {
      const world = await networkHelpers.loadFixture(thirdsFixture);
      const { revenue, credit, works, rival } = world;
      await collect(world, 1, 30_000n);
      const second = await publish(works, 1, { payees: [originator(rival.memberId, 10_000)] });
      await collect(world, second, 70n);
      await revenue.distribute([second, 1]);
      expect(await credit(works.memberId)).to.equal(9_999);
      expect(await credit(rival.memberId)).to.equal(70);
    });

    it('credits a suspended originator: receipts go on', async () => {
      const world = await networkHelpers.loadFixture(thirdsFixture);
      await collect(world, 1, 10_000n);
      await suspend(world, world.works);
      await world.revenue.distribute([1]);
      expect(await world.credit(world.works.memberId)).to.equal(3_333);
    });
  });

  describe('given a chain: a part from a model from two members’ data', () => {
    /** Table 1: works 60.01 %, tools 39.99 %. Table 2: models, 7.77 % to 1. Table 3: parts, 7.77 % to 1, 12.34 % to 2. */
    async function chainFixture() {
      const world = await networkHelpers.loadFixture(feelessFixture);
      const { works, tools, models, parts } = world;
      const data = await register(works, { payees: [originator(works.memberId, 6_001), originator(tools.memberId, 3_999)] });
      const first = await licence(works, data, models, { royaltyBps: 777, onward: true });
      const model = await register(models, { sources: [first] });
      await register(parts, { sources: [await licence(models, model, parts, { royaltyBps: 1_234, onward: true })] });
      return world;
    }

    it('flows from the part to the data in one pass', async () => {
      const world = await networkHelpers.loadFixture(chainFixture);
      const { revenue, credit, works, tools, models, parts } = world;
      await collect(world, 3, 100_003n);
      await collect(world, 2, 10_007n);
      const sending = revenue.distribute([3, 2, 1]);
      // 100,003 × 79.89 % | 7.77 % | 12.34 %, floored.
      await expect(sending)
        .to.emit(revenue, 'Distributed')
        .withArgs(3, 100_003, 0, [79_892n | (7_770n << 128n), 12_340n]);
      // Sales 10,007 × 92.23 % | 7.77 %; the royalty of 12,340 goes to the model's own people whole.
      await expect(sending)
        .to.emit(revenue, 'Distributed')
        .withArgs(2, 10_007, 12_340, [(9_229n + 12_340n) | (777n << 128n)]);
      // Royalties 7,770 + 777 = 8,547 × 60.01 % | 39.99 %.
      await expect(sending)
        .to.emit(revenue, 'Distributed')
        .withArgs(1, 0, 8_547, [5_129n | (3_417n << 128n)]);
      const credits = await Promise.all([works, tools, models, parts].map(({ memberId }) => credit(memberId)));
      expect(credits).to.deep.equal([5_129n, 3_417n, 21_569n, 79_892n]);
      expect(await revenue.royaltiesOf(1)).to.deep.equal([8_547n, 8_547n]);
      expect(await revenue.royaltiesOf(2)).to.deep.equal([12_340n, 12_340n]);
    });

    it('pays a source’s own sources nothing out of royalties: the child has paid them', async () => {
      const world = await networkHelpers.loadFixture(chainFixture);
      await collect(world, 3, 100_000n);
      await world.revenue.distribute([3, 2, 1]);
      expect((await world.revenue.royaltiesOf(1)).total).to.equal(7_770);
      expect(await world.credit(world.models.memberId)).to.equal(12_340);
    });

    it('leaves in each accumulator fewer units than it has payees', async () => {
      const world = await networkHelpers.loadFixture(chainFixture);
      const { revenue, credit } = world;
      for (const amount of [1n, 13n, 129n, 9_999n, 10_001n]) await collect(world, 3, amount);
      await revenue.distribute([3, 2, 1]);
      const paid = (await Promise.all([1, 2, 3, 4, 5, 6, 7].map((memberId) => credit(memberId)))).reduce(
        (sum, one) => sum + one,
        0n,
      );
      const left = 20_143n - paid;
      expect(left >= 0n && left <= 2n + 1n).to.equal(true);
    });

    it('may be pushed a table at a time, with the same result', async () => {
      const world = await networkHelpers.loadFixture(chainFixture);
      await collect(world, 3, 100_003n);
      for (const tableId of [1, 3, 2, 1]) await world.revenue.distribute([tableId]);
      const credits = await Promise.all([2, 5, 3, 4].map((memberId) => world.credit(memberId)));
      expect(credits).to.deep.equal([4_662n, 3_107n, 12_340n, 79_892n]);
    });

    it('reverts when tables do not strictly descend: none is paid twice', async () => {
      const { revenue } = await networkHelpers.loadFixture(chainFixture);
      for (const [tables, index] of [
        [[1, 2], 1],
        [[3, 3], 1],
        [[3, 2, 2], 2],
        [[2, 1, 3], 2],
      ] as const) {
        await expect(revenue.distribute([...tables]))
          .to.be.revertedWithCustomError(revenue, 'RevenueLedger_OutOfOrder')
          .withArgs(index);
      }
    });

    it('reverts for what is no table: none, or a version that inherits one', async () => {
      const { revenue, ledger, works } = await networkHelpers.loadFixture(chainFixture);
      const inheriting = await publish(works, 1, { payees: [] });
      for (const none of [0, inheriting, inheriting + 1, 2 ** 32 - 1]) {
        await expect(revenue.distribute([none]))
          .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_NotATable')
          .withArgs(none);
      }
    });
  });

  describe('given a royalty of zero basis points', () => {
    it('pays it nothing', async () => {
      const world = await networkHelpers.loadFixture(feelessFixture);
      const { works, models, revenue } = world;
      const data = await register(works);
      await register(models, { sources: [await licence(works, data, models)] });
      await collect(world, 2, 10_001n);
      await expect(revenue.distribute([2]))
        .to.emit(revenue, 'Distributed')
        .withArgs(2, 10_001, 0, [10_001n]);
      expect(await revenue.royaltiesOf(1)).to.deep.equal([0n, 0n]);
    });
  });

  describe('given a table of 128 entries', () => {
    it('packs each amount in table order, two in a word', async () => {
      const world = await networkHelpers.loadFixture(crowdedFixture);
      const till = await addTill(world);
      const revenue = world.ledger.revenue;
      await mine(revenue.connect(world.admin).setFee(0));
      const gifts = Array.from({ length: 121 }, (_, i) => royalty(i + 1, i + 1));
      const own = Array.from({ length: 7 }, (_, i) => originator(i + 1, i === 0 ? 10_000 - 121 * 61 - 6 : 1));
      const { versionId } = await register(world.works, { payees: [...own, ...gifts] });
      await collect({ ...world, till }, versionId, 1_000_000n);
      const { events } = await mine(revenue.distribute([versionId]));
      const amounts = unpackAmounts(events.Distributed?.amounts as bigint[], 128);
      expect(events.Distributed?.amounts).to.have.length(64);
      expect(amounts).to.deep.equal([...own, ...gifts].map(({ shareBps }) => BigInt(shareBps) * 100n));
      expect((await revenue.royaltiesOf(121)).total).to.equal(12_100);
    });
  });
});
