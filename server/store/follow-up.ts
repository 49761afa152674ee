import { addTo, type ChangeSet, type Row } from './change-set.js';
import type { Ask } from './engine.js';
import { ownDatasetsOf } from './own-datasets.js';
import { listPayeesOf, type PayeeLine } from './payees-of.js';
import { createRecent, type Recent } from './recent.js';
import type { About } from './row-change.js';

/**
 * Rows that never change, as they were written or looked up lately, while one reads on: the store is not asked for them again, nor for those that
 * are only on their way into it. Who takes blocks back begins with a new memory.
 */
export interface Memory {
  datasets: Recent<number, number>;
  payees: Recent<number, readonly PayeeLine[]>;
}

/** Entries that are remembered even when stretches bring few. */
const LEAST_DATASETS = 50_000;
const LEAST_TABLES = 5_000;

/** Makes a memory of nothing. */
export function createMemory(): Memory {
  return { datasets: createRecent(LEAST_DATASETS), payees: createRecent(LEAST_TABLES) };
}

/**
 * What distributions give: a line for each payee, and the running totals of those who get something.
 *
 * @param ask - The store, with all stretches but those that are remembered.
 * @param set - The totals are added to it.
 * @param memory - Of the stretches before.
 * @returns The rows of `distribution_lines`.
 * @throws Error when a distribution pays more or fewer payees than its table has.
 */
export async function creditPayees(ask: Ask, set: ChangeSet, { payees: tables }: Memory): Promise<Row[]> {
  const fresh = (set.inserts.get('payees') ?? []) as unknown as PayeeLine[];
  for (const [table, lines] of Map.groupBy(fresh, (line) => line.table_id)) tables.set(table, lines);
  const wanted = new Map(set.credits.map(({ table_id }) => [table_id, tables.get(table_id)]));
  const missing = [...wanted.keys()].filter((table) => wanted.get(table) === undefined);
  const stored = Map.groupBy(await listPayeesOf(ask, missing), (line) => line.table_id);
  for (const [table, lines] of stored) {
    wanted.set(table, lines);
    tables.set(table, lines);
  }
  return set.credits.flatMap(({ amounts, block, log_index, table_id }) => {
    const payees = wanted.get(table_id) ?? [];
    const isWhole = payees.length === amounts.length || (payees.length === amounts.length - 1 && amounts.at(-1) === 0n);
    if (!isWhole) throw new Error(`table ${table_id} has ${payees.length} payees, its distribution pays ${amounts.length}`);
    return payees.map(({ kind, payee_id, position }) => {
      const amount = amounts[position] as bigint;
      if (amount > 0n && kind === 'originator') addTo(set.adds, 'accounts', payee_id, { credited: amount });
      else if (amount > 0n) addTo(set.adds, 'table_totals', payee_id, { royalties_total: amount });
      return { block, log_index, table_id, position, kind, payee_id, amount };
    });
  });
}

/**
 * Which datasets events are about, by what they name. None when there is no such row.
 *
 * @param ask - The store, with all stretches but those that are remembered.
 * @param set - What a stretch changes.
 * @param memory - Of the stretches before.
 * @returns The rows of `event_datasets`, each once.
 */
export async function relateDatasets(ask: Ask, set: ChangeSet, { datasets }: Memory): Promise<Row[]> {
  const missing = new Map<number, Pick<About, 'about' | 'id'>>();
  const found = new Map<number, number>();
  const look = (about: About['about'], id: number): void => {
    const key = keyOf(about, id);
    const dataset = datasets.get(key);
    if (dataset === undefined) missing.set(key, { about, id });
    else found.set(key, dataset);
  };
  const keep = (key: number, dataset: number | undefined): void => {
    if (dataset === undefined) return;
    found.set(key, dataset);
    datasets.set(key, dataset);
  };
  const fresh = (about: About['about']) =>
    (set.inserts.get(about) ?? []) as { id: number; dataset_id: number; terms_id: number }[];
  for (const about of ['versions', 'terms'] as const)
    for (const { dataset_id, id } of fresh(about)) keep(keyOf(about, id), dataset_id);
  // Grants and offers are of their terms' dataset; all fresh ones are remembered, for the next stretch may name them before they are there.
  const ofTerms = (['grants', 'offers'] as const).flatMap((about) => fresh(about).map((row) => ({ about, ...row })));
  for (const { terms_id } of ofTerms) look('terms', terms_id);
  const isFresh = new Set(ofTerms.map(({ about, id }) => keyOf(about, id)));
  for (const { about, id } of set.abouts) if (!isFresh.has(keyOf(about, id))) look(about, id);
  const stored = await ownDatasetsOf(ask, missing.values());
  for (const [key, { about, id }] of missing) keep(key, stored.get(`${about} ${id}`));
  for (const { about, id, terms_id } of ofTerms) keep(keyOf(about, id), found.get(keyOf('terms', terms_id)));

  const rows: Row[] = [];
  for (const { about, block, id, log_index } of set.abouts) {
    const dataset_id = found.get(keyOf(about, id));
    // An event names at most two, one after the other.
    const last = rows.at(-1);
    const isTwice = last?.dataset_id === dataset_id && last?.block === block && last?.log_index === log_index;
    if (dataset_id !== undefined && !isTwice) rows.push({ dataset_id, block, log_index });
  }
  return rows;
}

/** One number for a row of four tables. */
function keyOf(about: About['about'], id: number): number {
  return id * ABOUTS.length + ABOUTS.indexOf(about);
}

const ABOUTS: readonly About['about'][] = ['versions', 'terms', 'grants', 'offers'];
