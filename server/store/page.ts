import { type RawBuilder, sql } from 'kysely';

/** Rows by ascending id: from after an id, at most so many. */
export interface IdPage {
  after: number;
  limit: number;
}

/** A place in the chain's order. */
export interface Place {
  block: number;
  logIndex: number;
}

/** Rows in the chain's order, one way or the other: from after a place, at most so many. */
export interface PlacePage {
  after?: Place | undefined;
  order: 'asc' | 'desc';
  limit: number;
}

/** The condition that a column holds one of some ids: one statement for any number of them. */
export function among(column: string, ids: readonly number[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} = any(${ids.map(String)}::bigint[])`;
}

/** The condition that a row stands at one of some places, each as `block.logIndex`. `table` has `block` and `log_index`. */
export function amongPlaces(table: string, places: readonly string[]): RawBuilder<boolean> {
  const [only] = places;
  if (only !== undefined && places.length === 1) {
    // As many rows are expected for these values as for any, so PostgreSQL plans for them once.
    const [block, logIndex] = only.split('.');
    return sql<boolean>`(${sql.ref(`${table}.block`)} = ${block}::bigint and ${sql.ref(`${table}.log_index`)} = ${logIndex}::integer)`;
  }
  const [blocks, logs] = [0, 1].map((part) => places.map((place) => place.split('.')[part] as string));
  return sql<boolean>`(${sql.ref(`${table}.block`)}, ${sql.ref(`${table}.log_index`)}) in (select * from unnest(${blocks}::bigint[], ${logs}::integer[]))`;
}

/** The condition that a row comes after the page before. `table` has `block` and `log_index`. */
export function beyond(table: string, page: PlacePage): RawBuilder<boolean> {
  if (page.after === undefined) return sql<boolean>`true`;
  const sign = page.order === 'asc' ? sql`>` : sql`<`;
  return sql<boolean>`(${sql.ref(`${table}.block`)}, ${sql.ref(`${table}.log_index`)}) ${sign} (${page.after.block}::bigint, ${page.after.logIndex}::bigint)`;
}

/** The condition that a row stands between two places, both exclusive. `table` has `block` and `log_index`. */
export function within(table: string, { from, to }: { from: Place; to: Place }): RawBuilder<boolean> {
  const after = beyond(table, { after: from, order: 'asc', limit: 0 });
  return sql<boolean>`${after} and ${beyond(table, { after: to, order: 'desc', limit: 0 })}`;
}
