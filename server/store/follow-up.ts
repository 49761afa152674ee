import { addTo, type ChangeSet, type Row } from './change-set.js';
import type { Ask } from './engine.js';
import { ownDatasetsOf } from './own-datasets.js';
import { listPayeesOf, type PayeeLine } from './payees-of.js';
import type { About } from './row-change.js';

/**
 * What distributions give: a line for each payee, and the running totals of those who get something.
 *
 * @param ask - The store.
 * @param set - The totals are added to it.
 * @param known - What the store may not have yet.
 * @returns The rows of `distribution_lines`.
 * @throws Error when a distribution pays more or fewer payees than its table has.
 */
export async function creditPayees(ask: Ask, set: ChangeSet, known: readonly ChangeSet[]): Promise<Row[]> {
  if (set.credits.length === 0) return [];
  const tables = Map.groupBy(insertsOf(known, 'payees') as unknown as PayeeLine[], (line) => line.table_id);
  const missing = set.credits.map((one) => one.table_id).filter((id) => !tables.has(id));
  for (const line of await listPayeesOf(ask, missing)) {
    const lines = tables.get(line.table_id);
    if (lines === undefined) tables.set(line.table_id, [line]);
    else lines.push(line);
  }
  return set.credits.flatMap(({ amounts, block, log_index, table_id }) => {
    const payees = tables.get(table_id) ?? [];
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
 * @param ask - The store.
 * @param set - What a stretch changes.
 * @param known - What the store may not have yet.
 * @returns The rows of `event_datasets`, each once.
 */
export async function relateDatasets(ask: Ask, set: ChangeSet, known: readonly ChangeSet[]): Promise<Row[]> {
  const datasetOf = new Map<string, number>();
  const termsOf = new Map<string, number>();
  for (const about of ['versions', 'terms'] as const)
    for (const row of insertsOf(known, about)) datasetOf.set(`${about} ${row.id}`, row.dataset_id as number);
  for (const about of ['grants', 'offers'] as const)
    for (const row of insertsOf(known, about)) termsOf.set(`${about} ${row.id}`, row.terms_id as number);
  /** What leads there: a fresh grant or offer by its terms. */
  const wayOf = ({ about, id }: About): Pick<About, 'about' | 'id'> => {
    const terms = termsOf.get(`${about} ${id}`);
    return terms === undefined ? { about, id } : { about: 'terms', id: terms };
  };
  const ways = set.abouts.map((one) => ({ ...wayOf(one), block: one.block, log_index: one.log_index }));
  const stored = await ownDatasetsOf(
    ask,
    ways.filter((way) => !datasetOf.has(`${way.about} ${way.id}`)),
  );
  const rows = new Map<string, Row>();
  for (const { about, block, id, log_index } of ways) {
    const dataset_id = datasetOf.get(`${about} ${id}`) ?? stored.get(`${about} ${id}`);
    if (dataset_id !== undefined) rows.set(`${dataset_id} ${block} ${log_index}`, { dataset_id, block, log_index });
  }
  return [...rows.values()];
}

function insertsOf(sets: readonly ChangeSet[], table: 'payees' | About['about']): Row[] {
  return sets.flatMap((set) => set.inserts.get(table) ?? []);
}
