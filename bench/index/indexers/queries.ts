import pg from 'pg';
import type { EventKind } from '../event-kinds.js';
import type { Totals } from '../totals.js';
import type { Query } from './indexer.js';

/** Opens one connection to a PostgreSQL database. */
export async function openPostgres(url: string): Promise<{ query: Query; close(): Promise<void> }> {
  const client = new pg.Client(url);
  // A connection that breaks is told of by the next question.
  client.on('error', () => {});
  await client.connect();
  return { query: async (sql) => (await client.query(sql)).rows, close: () => client.end() };
}

/** What must be known of PGlite to ask it: ours and Ponder's are of different versions. */
export interface PgliteModule {
  PGlite: { create(folder: string): Promise<{ query(sql: string): Promise<{ rows: unknown[] }>; close(): Promise<void> }> };
}

/** Asks a database in a folder that nobody uses. */
export async function askPglite<T>({ PGlite }: PgliteModule, folder: string, ask: (query: Query) => Promise<T>): Promise<T> {
  const database = await PGlite.create(folder);
  try {
    return await ask(async (sql) => (await database.query(sql)).rows as Record<string, unknown>[]);
  } finally {
    await database.close();
  }
}

/**
 * What a peer has found: a table of each kind of event, and the datasets' rows.
 *
 * @param tableOf - The name of the table of an entity, as SQL wants it.
 */
export async function peerTotals(
  query: Query,
  kinds: readonly EventKind[],
  tableOf: (entity: string) => string,
): Promise<Partial<Totals>> {
  const each = kinds.map(({ entity, name }) => `select '${name}' as name, count(*)::int as count from ${tableOf(entity)}`);
  const counts = Object.fromEntries((await query(each.join(' union all '))).map(({ count, name }) => [name, Number(count)]));
  const [sums] = await query(
    `select sum(net)::text as net, sum(distributed)::text as distributed, sum(purchases)::int as purchases from ${tableOf('Dataset')}`,
  );
  const gross = await query(`select id::text as id, gross::text as gross from ${tableOf('Dataset')} where gross > 0`);
  if (Number(sums?.purchases) !== counts['AccessMarket.AccessPurchased']) {
    throw new Error(`the datasets' rows say ${sums?.purchases} purchases, not ${counts['AccessMarket.AccessPurchased']}`);
  }
  return {
    counts,
    gross: Object.fromEntries(gross.map((row) => [String(row.id), String(row.gross)])),
    net: String(sums?.net),
    distributed: String(sums?.distributed),
  };
}

/** `PaidOut` as `paid_out`. */
export function snakeCase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
