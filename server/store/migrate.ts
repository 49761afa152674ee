import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { Engine } from './engine.js';

const MIGRATIONS = path.join(import.meta.dirname, 'migrations');

/** The data was written by a newer version. */
export interface NewerStore {
  newerMigration: string;
}

/**
 * Brings a schema up to date: applies the migrations that are missing, in order, each in a transaction. There is no way back.
 *
 * @param engine - The database; its search path is the schema.
 * @param schema - The schema; made when it is not there.
 * @returns The first applied migration that this version does not have, or undefined when all is well.
 */
export async function migrate(engine: Engine, schema: string): Promise<NewerStore | undefined> {
  await engine.exec(`create schema if not exists "${schema}"; create table if not exists migrations (name text primary key)`);
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(engine.db);
  const applied = rows.map((row) => row.name);
  const files = readdirSync(MIGRATIONS).sort();
  const newer = applied.find((name) => !files.includes(name));
  if (newer !== undefined) return { newerMigration: newer };
  for (const file of files.filter((name) => !applied.includes(name))) {
    const statements = readFileSync(path.join(MIGRATIONS, file), 'utf8');
    try {
      await engine.exec(`begin; ${statements}; insert into migrations values ('${file}'); commit`);
    } catch (error) {
      await engine.exec('rollback').catch(() => {});
      throw error;
    }
  }
  return undefined;
}
