import { expect } from 'chai';
import {
  type DueTable,
  gasOf,
  halve,
  idsOf,
  planDistribution,
  planPayouts,
  type Shape,
  tablesToDistribute,
} from '../../../server/domain/payout-plan.js';

const PLENTY = 100_000_000;
const NONE: ReadonlySet<number> = new Set();

const shape = (tableId: number, payees = 1, fresh: string[] = []): Shape => ({ tableId, payees, fresh });
const due = (tableId: number, feeds: number[] = [], sums: Partial<Pick<DueTable, 'sales' | 'royalties'>> = {}): DueTable => {
  return { ...shape(tableId), sales: '5', royalties: '0', feeds: feeds.map((id) => shape(id)), ...sums };
};
const plan = (tables: DueTable[], target: number, held = NONE) => planDistribution(tablesToDistribute(tables, held), target);

describe('payout plan', () => {
  it('distributes children before the sources they feed, each once', () => {
    expect(plan([due(4, [1, 2]), due(9, [4, 1])], PLENTY).map(idsOf)).to.deep.equal([[9, 4, 2, 1]]);
  });

  it('feeds nothing from royalties: they go to originators only', () => {
    expect(plan([due(4, [1], { sales: '0', royalties: '3' })], PLENTY).map(idsOf)).to.deep.equal([[4]]);
  });

  it('leaves out what is held back, and goes on with its neighbours', () => {
    expect(plan([due(9, [4, 1]), due(4, [2])], PLENTY, new Set([4])).map(idsOf)).to.deep.equal([[9, 1]]);
  });

  it('splits by gas and descends through all batches', () => {
    const tables = Array.from({ length: 7 }, (_, i) => due(i + 1));
    const [one] = plan(tables.slice(0, 1), PLENTY);
    const [two] = plan(tables.slice(0, 2), PLENTY);
    if (one === undefined || two === undefined) throw new Error('no plan');
    const target = gasOf(one) + 2 * (gasOf(two) - gasOf(one));
    const batches = plan(tables, target);
    expect(batches.map(idsOf)).to.deep.equal([[7, 6, 5], [4, 3, 2], [1]]);
    for (const batch of batches) expect(gasOf(batch)).to.be.at.most(target);
    expect(plan(tables, target - 1).map((batch) => batch.items.length)).to.deep.equal([2, 2, 2, 1]);
  });

  it('lets a table that takes more than the target stand alone', () => {
    const tables = [3, 2, 1].map((id) => ({ ...due(id), payees: id === 2 ? 128 : 1 }));
    expect(plan(tables, 200_000).map(idsOf)).to.deep.equal([[3], [2], [1]]);
  });

  it('counts a first credit once in a transaction, and again in the next one', () => {
    const tables = [3, 2, 1].map((id) => ({ ...due(id), fresh: ['m7'] }));
    const [batch] = plan(tables, PLENTY);
    expect(batch?.items.map(({ gas, alone }) => alone - gas)).to.deep.equal([0, 17_100, 17_100]);
    const halves = halve(batch as NonNullable<typeof batch>);
    expect(halves.map(idsOf)).to.deep.equal([[3, 2], [1]]);
    for (const half of halves) for (const item of half.items) expect(item.gas).to.equal(item.alone);
  });

  it('pays in ascending order, each once', () => {
    expect(planPayouts([5, 1, 5, 3], 45_000 + 2 * 47_500).map(idsOf)).to.deep.equal([[1, 3], [5]]);
    expect(planPayouts([1, 2], 1).map(idsOf)).to.deep.equal([[1], [2]]);
    expect(planPayouts([], PLENTY)).to.deep.equal([]);
  });
});
