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

/** A row that has a place. */
export interface Located {
  block: number;
  log_index: number;
}

/** A row that also says when it came, and by which transaction. */
export interface Timed extends Located {
  block_time: number;
  tx_hash: string;
}

/** Rows in the chain's order, one way or the other: from after a place, at most so many. */
export interface PlacePage {
  after?: Place | undefined;
  order: 'asc' | 'desc';
  limit: number;
}

/** Before everything. */
export const BEGINNING: Place = { block: -1, logIndex: -1 };

/** The place of a row. */
export function whereIs(row: { block: number; log_index: number }): Place {
  return { block: row.block, logIndex: row.log_index };
}

/** A page of answers; `next` is where the following one begins, null at the end. */
export interface PageOf<T> {
  data: T[];
  next: string | null;
}

/** Turns a page's rows into answers. */
export async function toPage<Row, T>(
  limit: number,
  read: (limit: number) => Promise<Row[]>,
  cursorOf: (row: Row) => string,
  toAnswers: (rows: Row[]) => T[] | Promise<T[]>,
): Promise<PageOf<T>> {
  const rows = await read(limit + 1);
  const more = rows.length > limit;
  const shown = more ? rows.slice(0, limit) : rows;
  return { data: await toAnswers(shown), next: more ? cursorOf(shown.at(-1) as Row) : null };
}

/** The cursor of a row that has an id. */
export function byId(row: { id: number }): string {
  return String(row.id);
}

/** The cursor of a row that has a place. */
export function byPlace(row: { block: number; log_index: number }): string {
  return `${row.block}.${row.log_index}`;
}

/** Reads what {@link byPlace} wrote. */
export function readPlace(text: string): Place {
  const [block, logIndex] = text.split('.').map(Number) as [number, number];
  return { block, logIndex };
}
