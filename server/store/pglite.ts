import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Kysely, PGliteDialect } from 'kysely';
import type { Engine, Writing } from './engine.js';
import { type LockHolder, lockFolder } from './lock.js';
import { type PgliteTransaction, startPglite } from './pglite-client.js';
import type { Database } from './schema.js';

/**
 * Nobody copies its log, so that needs to hold only what a crash asks for; it is kept small. Statistics of a table are of 3,000 rows, not 30,000: whoever
 * asks waits meanwhile.
 */
const SETTINGS = ['wal_level=minimal', 'max_wal_senders=0', 'max_wal_size=128MB', 'default_statistics_target=10'];

/**
 * Opens PGlite: PostgreSQL inside this process, in a thread of its own, with one connection.
 *
 * @param folder - Where it lives.
 * @param schema - The schema that names without one mean.
 * @returns The engine, or who holds the folder.
 */
export async function openPglite(folder: string, schema: string): Promise<Engine | LockHolder> {
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  if (typeof unlock !== 'function') return unlock;
  try {
    const pglite = await startPglite(path.join(folder, 'db'), SETTINGS);
    const close = () => pglite.close().finally(unlock);
    await pglite.exec(`set search_path to "${schema}"`).catch(async (error: unknown) => {
      await pglite.close();
      throw error;
    });
    return {
      db: new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) }),
      exec: (statements) => pglite.exec(statements),
      run: pglite.run,
      write: (work) => pglite.transaction((transaction) => work(writingOn(transaction))),
      takePlace(calls) {
        // Whoever holds the folder is alone.
        calls.onLead();
        return {
          leads: () => true,
          problem: () => undefined,
          stepBack: () => {},
          offer: () => {},
          others: async () => 0,
          leave: async () => {},
        };
      },
      shared: false,
      lost: () => undefined,
      close,
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function writingOn(transaction: PgliteTransaction): Writing {
  return {
    ask: async <Row>(statement: string, values: readonly unknown[]) => (await transaction.query<Row>(statement, values)).rows,
    touch: async (statement, values) => (await transaction.query(statement, values)).affectedRows ?? 0,
  };
}
