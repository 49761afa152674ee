import type { Insertable, Updateable } from 'kysely';
import type { Database } from './schema.js';

type Table = keyof Database;

/** Tables whose rows change after they came, by the column that tells them apart. */
export const KEYS = {
  members: 'id',
  member_keys: 'address',
  datasets: 'id',
  versions: 'id',
  offers: 'id',
  grants: 'id',
  table_totals: 'table_id',
  accounts: 'member_id',
  books: 'singleton',
  days: 'day',
} as const satisfies { [T in Table]?: keyof Database[T] };

/** One of {@link KEYS}. */
export type KeyedTable = keyof typeof KEYS;

/** A row to insert, every column said: rows of one table are written together. */
type NewRow<T extends Table> = Required<Insertable<Database[T]>>;
type Key<T extends KeyedTable> = Insertable<Database[T]>[(typeof KEYS)[T] & keyof Insertable<Database[T]>];

/** One change of a row, as an event asks for it. Within a table no column is both set and added to. */
export type RowChange =
  | { [T in Table]: { insert: T; row: NewRow<T> } }[Table]
  | { [T in KeyedTable]: { update: T; key: Key<T>; set: Updateable<Database[T]> } }[KeyedTable]
  | { [T in KeyedTable]: { add: T; key: Key<T>; amounts: { [C in keyof Database[T]]?: bigint } } }[KeyedTable]
  /** All keys that a member has so far. */
  | { revokeKeysOf: number }
  | { credit: Distribution }
  | About;

/** An event is about the dataset of a version, grant, offer or set of terms. */
export interface About {
  about: 'versions' | 'grants' | 'offers' | 'terms';
  id: number;
  block: number;
  log_index: number;
}

/** A distribution whose amounts go to the payees of its table, in order. */
export interface Distribution {
  log_index: number;
  block: number;
  table_id: number;
  /** In table order, in base units; an odd table has an empty place at the end. */
  amounts: readonly bigint[];
}
