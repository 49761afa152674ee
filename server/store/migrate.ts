import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { ROOT } from '../root.js';
import type { Engine } from './engine.js';

const MIGRATIONS = path.join(ROOT, 'server', 'store', 'migrations');

/** What changes some hundred million rows takes less, in milliseconds. */
const LONGEST_MIGRATION_MS = 6 * 3_600_000;

/** The data was written by a newer version, or an older one whose data nobody has brought up to date yet. */
export type OtherStore = { newerMigration: string } | { missingMigration: string };

/**
 * Brings a schema up to date: applies the migrations that are missing, in order, each in a transaction. There is no way back.
 *
 * @param engine - The database; its search path is the schema.
 * @param schema - The schema; made when it is not there.
 * @returns The first applied migration that this version does not have, or undefined when all is well.
 */
export async function migrate(engine: Engine, schema: string): Promise<OtherStore | undefined> {
  await engine.exec(`create schema if not exists "${schema}"; create table if not exists migrations (name text primary key)`);
  const { missing, newer } = await compareMigrations(engine);
  if (newer !== undefined) return { newerMigration: newer };
  for (const file of missing) {
    const statements = readFileSync(path.join(MIGRATIONS, file), 'utf8');
    try {
      await engine.exec(`begin; ${statements}; insert into migrations values ('${file}'); commit`, LONGEST_MIGRATION_MS);
    } catch (error) {
      await engine.exec('rollback').catch(() => {});
      throw error;
    }
  }
  return undefined;
}

/**
 * Says whether a schema is up to date, and leaves it as it is.
 *
 * @param engine - The database; its search path is the schema.
 * @returns What is missing or newer, or undefined when all is well.
 */
export async function requireMigrated(engine: Engine): Promise<OtherStore | undefined> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass('migrations') is not null as found`.execute(engine.db);
  if (rows[0]?.found !== true) return { missingMigration: 'all' };
  const { missing, newer } = await compareMigrations(engine);
  if (newer !== undefined) return { newerMigration: newer };
  return missing[0] === undefined ? undefined : { missingMigration: missing[0] };
}

async function compareMigrations(engine: Engine): Promise<{ missing: string[]; newer: string | undefined }> {
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(engine.db);
  const applied = rows.map((row) => row.name);
  const files = readdirSync(MIGRATIONS).sort();
  return { missing: files.filter((name) => !applied.includes(name)), newer: applied.find((name) => !files.includes(name)) };
}
