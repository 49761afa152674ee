import { type About, type Distribution, KEYS, type KeyedTable, type RowChange } from './row-change.js';
import type { Database } from './schema.js';

/** A row as it is written. */
export type Row = Record<string, unknown>;

/** What many changes come to: of each row what is written of it in the end. */
export interface ChangeSet {
  inserts: Map<keyof Database, Row[]>;
  /** Amounts to add, by table and key; a row that is not there begins with them. */
  adds: Map<KeyedTable, Map<unknown, Record<string, bigint>>>;
  /** Columns to set of rows that were there before, by table and key. */
  updates: Map<KeyedTable, Map<unknown, Row>>;
  /** Members all of whose keys that were there before are revoked. */
  revokedMembers: Set<number>;
  credits: Distribution[];
  abouts: About[];
}

/**
 * Folds changes into one set: a row that came and changed is inserted as it is in the end, sums are added up, the last value of a column
 * counts. So the work of writing grows with the rows that are touched, not with how often.
 *
 * @param changes - In the order of the events.
 */
export function foldChanges(changes: Iterable<RowChange>): ChangeSet {
  const set: ChangeSet = {
    inserts: new Map(),
    adds: new Map(),
    updates: new Map(),
    revokedMembers: new Set(),
    credits: [],
    abouts: [],
  };
  const fresh = new Map<keyof Database, Map<unknown, Row>>();
  for (const change of changes) {
    if ('insert' in change) {
      const { insert: table, row } = change as { insert: keyof Database; row: Row };
      at(set.inserts, table, () => []).push(row);
      if (table in KEYS) at(fresh, table, () => new Map()).set(row[KEYS[table as KeyedTable]], row);
    } else if ('update' in change) {
      const row = fresh.get(change.update)?.get(change.key) ?? rowOf(set.updates, change.update, change.key);
      Object.assign(row, change.set);
    } else if ('add' in change) {
      addTo(set.adds, change.add, change.key, change.amounts as Record<string, bigint>);
    } else if ('revokeKeysOf' in change) {
      for (const row of fresh.get('member_keys')?.values() ?? []) if (row.member_id === change.revokeKeysOf) row.revoked = true;
      set.revokedMembers.add(change.revokeKeysOf);
    } else if ('about' in change) set.abouts.push(change);
    else set.credits.push(change.credit);
  }
  return set;
}

/** Adds amounts to those of a row. */
export function addTo(adds: ChangeSet['adds'], table: KeyedTable, key: unknown, amounts: Record<string, bigint>): void {
  const sums: Record<string, bigint> = rowOf(adds, table, key);
  for (const [column, amount] of Object.entries(amounts)) sums[column] = (sums[column] ?? 0n) + amount;
}

function rowOf<T extends object>(rows: Map<KeyedTable, Map<unknown, T>>, table: KeyedTable, key: unknown): T {
  return at(
    at(rows, table, () => new Map()),
    key,
    () => ({}) as T,
  );
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
