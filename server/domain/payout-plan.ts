import { type Act, baseGas, GAS_OF_MEMBER, gasOfTable } from './gas-formula.js';

/** A payee of a table, as a key that tells members and tables apart. */
export interface Shape {
  tableId: number;
  payees: number;
  /** Payees that were never credited, as `m5` (member) or `t5` (table). */
  fresh: string[];
}

/** A table with revenue that is not distributed yet, and the tables that its sales feed. Amounts in base units. */
export interface DueTable extends Shape {
  sales: string;
  royalties: string;
  feeds: Shape[];
}

/** A table in the plan: due, or fed by one that is due. */
export interface PlannedTable {
  tableId: number;
  /** Due now, in base units; what a fed table will get from the others is not in it. */
  sales: string;
  royalties: string;
  fed: boolean;
}

/** A member that is due. */
export interface DueMember {
  memberId: number;
  account: string;
  /** In base units. */
  amount: string;
}

/** One id of a batch. */
export interface Item {
  id: number;
  /** Gas in its batch, at most. */
  gas: number;
  /** Gas in another batch, at most. */
  alone: number;
}

/** What goes into one transaction. */
export interface Batch {
  act: Act;
  items: Item[];
}

/** The ids of a batch, in the contract's order. */
export function idsOf(batch: Batch): number[] {
  return batch.items.map((item) => item.id);
}

/** Gas limit of a batch's transaction. */
export function gasOf(batch: Batch): number {
  return batch.items.reduce((sum, item) => sum + item.gas, baseGas(batch.act));
}

/** The two halves of a batch that was refused. */
export function halve(batch: Batch): Batch[] {
  const items = batch.items.map((item) => ({ ...item, gas: item.alone }));
  const half = Math.ceil(items.length / 2);
  return [items.slice(0, half), items.slice(half)].map((part) => ({ act: batch.act, items: part }));
}

/**
 * Which tables to distribute: those that are due, and the sources that their sales feed. Royalties go to a source's originators only, so
 * nothing is due beyond one step.
 *
 * @param due - In any order.
 * @param held - Tables that are held back.
 * @returns In strictly descending order.
 */
export function tablesToDistribute(due: readonly DueTable[], held: ReadonlySet<number>): (PlannedTable & Shape)[] {
  const tables = new Map<number, PlannedTable & Shape>();
  for (const { feeds, ...table } of due) if (!held.has(table.tableId)) tables.set(table.tableId, { ...table, fed: false });
  for (const one of due) {
    if (held.has(one.tableId) || BigInt(one.sales) === 0n) continue;
    for (const fed of one.feeds) {
      if (held.has(fed.tableId)) continue;
      const known = tables.get(fed.tableId) ?? { ...fed, sales: '0', royalties: '0' };
      tables.set(fed.tableId, { ...known, fed: true });
    }
  }
  return [...tables.values()].sort((a, b) => b.tableId - a.tableId);
}

/**
 * Plans which tables go into which transaction.
 *
 * @param tables - In strictly descending order: children before the sources they feed.
 * @param targetGas - Gas per transaction; a table that takes more stands alone.
 * @returns Batches, strictly descending through all of them.
 */
export function planDistribution(tables: readonly (PlannedTable & Shape)[], targetGas: number): Batch[] {
  const batches: Batch[] = [];
  let seen = new Set<string>();
  for (const { tableId, payees, fresh, sales, royalties, fed } of tables) {
    const both = sales !== '0' && (fed || royalties !== '0');
    const alone = gasOfTable({ payees, fresh: fresh.length, both });
    // A payee that an earlier table of the same transaction credits is fresh no more.
    let gas = gasOfTable({ payees, fresh: fresh.filter((one) => !seen.has(one)).length, both });
    let last = batches.at(-1);
    if (last === undefined || gasOf(last) + gas > targetGas) {
      last = { act: 'distribute', items: [] };
      batches.push(last);
      [seen, gas] = [new Set(), alone];
    }
    last.items.push({ id: tableId, gas, alone });
    for (const one of fresh) seen.add(one);
  }
  return batches;
}

/**
 * Plans who is paid in which transaction.
 *
 * @param members - Members that are due, in any order.
 * @param targetGas - Gas per transaction.
 * @returns Batches, strictly ascending through all of them.
 */
export function planPayouts(members: readonly number[], targetGas: number): Batch[] {
  const ids = [...new Set(members)].sort((a, b) => a - b);
  const most = Math.max(1, Math.floor((targetGas - baseGas('payOut')) / GAS_OF_MEMBER));
  return Array.from({ length: Math.ceil(ids.length / most) }, (_, i) => ({
    act: 'payOut',
    items: ids.slice(i * most, (i + 1) * most).map((id) => ({ id, gas: GAS_OF_MEMBER, alone: GAS_OF_MEMBER })),
  }));
}
