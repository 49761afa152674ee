import type { StorePlace } from '../../server/store/engine.js';
import { findPostgres, type PostgresServer, startPostgres } from './postgres.js';

/** The database that these tests run on: PGlite, or PostgreSQL when GENBA_TEST_STORE says so. `npm test` runs them on both. */
export const ON_POSTGRES = process.env.GENBA_TEST_STORE === 'postgres';

let server: PostgresServer | undefined;

/** A PostgreSQL server for this process; ends with it. */
export async function testPostgres(): Promise<PostgresServer> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`);
  server ??= await startPostgres(programs);
  return server;
}

/** An empty store that goes with the tests. */
export async function emptyStore(): Promise<StorePlace> {
  if (!ON_POSTGRES) return { schema: 'genba_test' };
  return { url: await (await testPostgres()).makeDatabase(), schema: 'genba_test' };
}

// Root-level: after all tests of this process.
after(async () => {
  await server?.remove();
});
