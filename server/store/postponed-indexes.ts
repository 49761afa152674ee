import { sql } from 'kysely';
import type { Engine } from './engine.js';

/** What stands for PGlite's statistics in the list of what is put off. */
const STATISTICS = 'statistics';

/**
 * Puts off the indexes of the store that only readers need. Filling a table and building its index then costs less than keeping the index up
 * with each row. What is put off is written down, so that a crash forgets none. Behind the indexes of PGlite its statistics wait: without, it plans a page
 * of one type of event as all of that type. A PostgreSQL server sees to them by itself.
 *
 * @param engine - The store.
 */
export async function postponeIndexes(engine: Engine): Promise<void> {
  await engine.write(async ({ ask, touch }) => {
    const indexes = await ask<{ name: string; definition: string }>(
      `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
      join pg_class t on t.oid = i.indrelid
      where c.relnamespace = current_schema()::regnamespace and not i.indisunique and t.relname = any($1)`,
      [FILLED],
    );
    for (const { definition, name } of indexes) {
      await touch('insert into postponed_indexes values ($1, $2)', [name, definition]);
      await touch(`drop index ${name}`, []);
    }
    if (!engine.shared)
      await touch('insert into postponed_indexes values ($1, $2)', [STATISTICS, `analyze ${FILLED.join(', ')}`]);
  });
}

/**
 * Builds the indexes that were put off; one that was cut off is built at the next call.
 *
 * @param engine - The store.
 * @param signal - Breaks off.
 * @throws Error when it was broken off.
 */
export async function buildIndexes(engine: Engine, signal?: AbortSignal): Promise<void> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select name, definition from postponed_indexes order by name = ${STATISTICS}, name`.execute(engine.db);
  const build = async (): Promise<void> => {
    for (let next = rows.shift(); next !== undefined; next = rows.shift()) {
      const { definition, name } = next;
      signal?.throwIfAborted();
      await engine.write(
        async ({ touch }) => {
          await touch(definition, []);
          await touch('delete from postponed_indexes where name = $1', [name]);
        },
        { limitMs: LONGEST_BUILD_MS, ...(signal === undefined ? {} : { signal }) },
      );
    }
  };
  const builds = await Promise.allSettled(Array.from({ length: engine.shared ? AT_A_TIME : 1 }, build));
  const failed = builds.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** While one is sorted, another one is written. */
const AT_A_TIME = 2;

/** An index of some hundred million rows is built in less, in milliseconds. */
const LONGEST_BUILD_MS = 6 * 3_600_000;

/** Tables that get rows, or new sums, with most events. */
const FILLED = [
  'events',
  'event_members',
  'event_datasets',
  'grants',
  'grant_changes',
  'purchases',
  'collections',
  'distributions',
  'distribution_lines',
  'payouts',
  'table_totals',
] as const;

/** Whether some wait to be built. */
export async function hasPostponed(db: Engine['db']): Promise<boolean> {
  return (await db.selectFrom('postponed_indexes').select('name').limit(1).executeTakeFirst()) !== undefined;
}
