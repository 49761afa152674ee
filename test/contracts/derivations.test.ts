import { expect } from 'chai';
import { mine } from '../../sdk/ledger.js';
import {
  addTill,
  buy,
  type Company,
  collect,
  crowdedFixture,
  crowdedTable,
  DAY,
  draftOf,
  ledgerFixture,
  licence,
  networkHelpers,
  publish,
  type Registered,
  register,
  sell,
  type World,
} from '../support/contracts-fixture.js';

const TERMS = { royaltyBps: 100, onward: true };

/** Derives from a version by grant, with onward. */
async function derive(from: Company, version: Registered, by: Company, royaltyBps: number): Promise<Registered> {
  return register(by, { sources: [await licence(from, version, by, { royaltyBps, onward: true })] });
}

/** A chain of derivatives, made by two members in turn; the first is nobody's derivative. */
async function chainOf(world: World, length: number, royaltyBps: number): Promise<Registered[]> {
  const makers = [world.works, world.models];
  const chain = [await register(world.works)];
  while (chain.length < length) {
    const maker = chain.length % 2;
    const from = makers[1 - maker] as Company;
    chain.push(await derive(from, chain.at(-1) as Registered, makers[maker] as Company, royaltyBps));
  }
  return chain;
}

async function till<T extends World>(world: T) {
  return { ...world, till: await addTill(world) };
}

describe('derivations', () => {
  it('50 deep at 1 %: the last sale pays each of the 49 before it 1 %, in one pass', async () => {
    const world = await till(await networkHelpers.loadFixture(ledgerFixture));
    const chain = await chainOf(world, 50, TERMS.royaltyBps);
    const last = chain.at(-1) as Registered;
    expect((await world.ledger.datasets.payeesOf(last.versionId)).length).to.equal(50);
    await collect(world, last.versionId, 1_000_000n);
    const tables = chain.map((one) => one.versionId).reverse();
    await mine(world.ledger.revenue.distribute(tables));
    for (const { versionId } of chain.slice(0, -1)) {
      const { total, done } = await world.ledger.revenue.royaltiesOf(versionId);
      expect([total, done]).to.deep.equal([9_900n, 9_900n]);
    }
    const [works, models] = [world.works, world.models].map((one) => world.ledger.revenue.accountOf(one.memberId));
    // 25 tables are the one's; the other has 24 and what is left of the last: 51 % of it.
    expect((await works)?.total).to.equal(25n * 9_900n);
    expect((await models)?.total).to.equal(24n * 9_900n + 504_900n);
  });

  it('at 10 %: nine layers leave their maker a tenth, and the right to make a tenth is not sold', async () => {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const chain = await chainOf(world, 10, 1_000);
    const last = chain.at(-1) as Registered;
    const payees = await world.ledger.datasets.payeesOf(last.versionId);
    expect(payees.length).to.equal(10);
    const offerId = await sell(world.models, last, { rights: ['read', 'derive', 'onward'], royaltyBps: 1_000, price: 0n });
    await expect(world.works.ledger.market.purchase(offerId, last.versionId, 0, 0))
      .to.be.revertedWithCustomError(world.ledger.datasets, 'DatasetRegistry_RoomLacking')
      .withArgs(last.versionId, 10_000, 9);
  });

  it('in a diamond: both ways to a source give it the higher royalty, once', async () => {
    const world = await till(await networkHelpers.loadFixture(ledgerFixture));
    const { works, models, parts, tools, ledger } = world;
    const source = await register(works);
    const left = await derive(works, source, models, 700);
    const right = await derive(works, source, parts, 1_100);
    const sources = [
      await licence(models, left, tools, { royaltyBps: 300, onward: true }),
      await licence(parts, right, tools, { royaltyBps: 400, onward: true }),
    ];
    const bottom = await register(tools, { sources });
    await collect(world, bottom.versionId, 1_000_000n);
    await mine(ledger.revenue.distribute([bottom.versionId, right.versionId, left.versionId, source.versionId]));
    const credits = await Promise.all([works, models, parts, tools].map((one) => ledger.revenue.accountOf(one.memberId)));
    expect(credits.map((one) => one.total)).to.deep.equal([108_900n, 29_700n, 39_600n, 811_800n]);
  });

  it('in a feedback of two datasets: each pays the other, and neither itself', async () => {
    const world = await till(await networkHelpers.loadFixture(ledgerFixture));
    const { works, models, ledger } = world;
    const a = await register(works);
    const b = await derive(works, a, models, 1_000);
    const fromB = await licence(models, b, works, { royaltyBps: 2_000, onward: true });
    const a2 = await publish(works, a.datasetId, { sources: [fromB] });
    const fromA2 = await licence(works, { datasetId: a.datasetId, versionId: a2 }, models, TERMS);
    const b2 = await publish(models, b.datasetId, { sources: [fromA2] });
    const tableOf = async (versionId: number) =>
      (await ledger.datasets.payeesOf(versionId)).map((entry) => [Number(entry >> 32n), Number((entry >> 16n) & 0x7fffn)]);
    expect(await tableOf(a2)).to.deep.equal([
      [works.memberId, 8_000],
      [b.versionId, 2_000],
    ]);
    expect(await tableOf(b2)).to.deep.equal([
      [models.memberId, 9_000],
      [a.versionId, 1_000],
    ]);
    await collect(world, a2, 100_000n);
    await collect(world, b2, 100_000n);
    await mine(ledger.revenue.distribute([b2, a2, b.versionId, a.versionId]));
    const credits = await Promise.all([works, models].map((one) => ledger.revenue.accountOf(one.memberId)));
    expect(credits.map((one) => one.total)).to.deep.equal([79_200n + 9_900n, 89_100n + 19_800n]);
  });

  describe('with 128 entries', () => {
    const CEILINGS = { royalties: 3_700_000n, sale: 200_000n, distribute: 7_500_000n };

    it('registers 127 royalties within a ceiling of gas, and not one entry more', async () => {
      const { works } = await networkHelpers.loadFixture(crowdedFixture);
      const royalties = await mine(works.ledger.datasets.register(draftOf(crowdedTable(1, 127))));
      expect(royalties.gasUsed).to.be.lessThan(CEILINGS.royalties);
      await expect(works.ledger.datasets.register(draftOf(crowdedTable(2, 127))))
        .to.be.revertedWithCustomError(works.ledger.datasets, 'DatasetRegistry_TooMany')
        .withArgs(129);
    });

    it('sells for as much as any other, and distributes to 127 tables in one transaction', async () => {
      const world = await networkHelpers.loadFixture(crowdedFixture);
      const { works, buyer, ledger } = world;
      const { events } = await mine(works.ledger.datasets.register(draftOf(crowdedTable(1, 127))));
      const versionId = Number(events.VersionPublished?.versionId);
      const datasetId = Number(events.VersionPublished?.datasetId);
      const offerId = await sell(works, { datasetId, versionId }, { price: 1_000_000n, period: DAY });
      await buy(buyer, offerId, versionId);
      const bought = await mine(buyer.ledger.market.purchase(offerId, versionId, 0, 1_000_000));
      expect(bought.gasUsed).to.be.lessThan(CEILINGS.sale);
      const tables = [versionId, ...Array.from({ length: 127 }, (_, i) => 127 - i)];
      const { gasUsed } = await mine(ledger.revenue.distribute(tables));
      expect(gasUsed).to.be.lessThan(CEILINGS.distribute);
      expect((await ledger.revenue.accountOf(1)).total).to.equal(1_980_000n);
    });
  });
});
