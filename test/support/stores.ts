import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Engine, StorePlace } from '../../server/store/engine.js';
import { openStore } from '../../server/store/open.js';
import { copyEmptyDatabase } from './pglite-template.js';
import { findPostgres, type PostgresServer, startPostgres } from './postgres.js';

/** The database that these tests run on: PGlite, or PostgreSQL when GENBA_TEST_STORE says so. `npm test` runs them on both. */
export const ON_POSTGRES = process.env.GENBA_TEST_STORE === 'postgres';

const SCHEMA = 'genba_test';

let server: PostgresServer | undefined;
const folders: string[] = [];

/** A PostgreSQL server for this process; ends with it. */
export async function testPostgres(): Promise<PostgresServer> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`);
  server ??= await startPostgres(programs);
  return server;
}

/** Where an empty store can be opened; it goes with the tests. */
export async function emptyPlace(): Promise<StorePlace> {
  if (ON_POSTGRES) return { url: await (await testPostgres()).makeDatabase(), schema: SCHEMA };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-store-'));
  folders.push(folder);
  await copyEmptyDatabase(folder);
  return { folder, schema: SCHEMA };
}

/** An empty store, which goes when it is closed. */
export async function openEmptyStore(): Promise<Engine> {
  const place = await emptyPlace();
  const store = (await openStore(place)) as Engine;
  if ('url' in place) return store;
  return {
    ...store,
    async close() {
      await store.close();
      rmSync(place.folder, { recursive: true, force: true });
    },
  };
}

/** A few hundred databases have tens of thousands of files: a busy disk takes its time to let go of them. */
const MOST_FOR_REMOVAL_MS = 300_000;

// Root-level: after all tests of this process.
after(async function () {
  this.timeout(MOST_FOR_REMOVAL_MS);
  await server?.remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
