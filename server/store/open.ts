import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { type LockHolder, lockFolder } from './lock.js';
import type { Database } from './schema.js';

const MIGRATIONS = path.join(import.meta.dirname, 'migrations');

/** An open store. */
export interface Store {
  db: Kysely<Database>;
  close(): Promise<void>;
}

/** The data was written by a newer version. */
export interface NewerStore {
  newerMigration: string;
}

/**
 * Opens the embedded database and brings it up to date.
 *
 * @param folder - Where it lives; absent: in memory.
 * @returns The store, or why it can't be used: another process holds it, or a newer version wrote it.
 */
export async function openStore(folder?: string): Promise<Store | LockHolder | NewerStore> {
  let unlock = () => {};
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    const lock = lockFolder(folder);
    if (typeof lock !== 'function') return lock;
    unlock = lock;
  }
  const database = folder === undefined ? await PGlite.create() : await PGlite.create(path.join(folder, 'db'));
  const newer = await migrate(database);
  const close = async () => {
    await database.close();
    unlock();
  };
  if (newer !== undefined) {
    await close();
    return { newerMigration: newer };
  }
  return { db: new Kysely<Database>({ dialect: new PGliteDialect({ pglite: database }) }), close };
}

/** Applies the migrations that are missing, each in a transaction; returns the first applied one that this version does not have. */
async function migrate(database: PGlite): Promise<string | undefined> {
  await database.exec('create table if not exists migrations (name text primary key)');
  const applied = (await database.query<{ name: string }>('select name from migrations order by name')).rows.map(
    (row) => row.name,
  );
  const files = readdirSync(MIGRATIONS).sort();
  const newer = applied.find((name) => !files.includes(name));
  if (newer !== undefined) return newer;
  for (const file of files.filter((name) => !applied.includes(name))) {
    const statements = readFileSync(path.join(MIGRATIONS, file), 'utf8');
    await database.transaction(async (transaction) => {
      await transaction.exec(statements);
      await transaction.query('insert into migrations values ($1)', [file]);
    });
  }
  return undefined;
}
