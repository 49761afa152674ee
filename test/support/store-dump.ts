import { sql } from 'kysely';
import type { Engine } from '../../server/store/engine.js';

/** What a service does, or how the index got where it is; all the rest follows from the chain. */
const NOT_OF_THE_CHAIN = new Set([
  'migrations',
  'undo',
  'rewinds',
  'postponed_indexes',
  'used_nonces',
  'service_secrets',
  'webhooks',
  'webhook_deliveries',
  'payout_runs',
  'payout_transactions',
  'payout_holds',
]);

/** Every row that follows from the chain, as text, by table; without how far back the index could go, and blocks without events. */
export async function dumpIndex({ db }: Engine): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema() order by 1`.execute(db);
  const dump: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    if (NOT_OF_THE_CHAIN.has(name)) continue;
    const where = name === 'blocks' ? sql`where exists (select 1 from events where events.block = one.number)` : sql``;
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(one) - 'floor')::text as row from ${sql.table(name)} one ${where} order by 1`.execute(db);
    dump[name] = rows.map(({ row }) => row);
  }
  return dump;
}
