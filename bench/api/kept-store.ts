import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { openStoreOrRefuse } from '../../server/store-place.js';
import { findPostgres, type PostgresServer, startPostgres } from '../../test/support/postgres.js';
import { WORK } from '../index/places.js';
import { whenCutOff } from '../index/when-cut-off.js';
import { fillStore } from './fill-store.js';
import type { LifeSize } from './ledger-life.js';

/** Filled once, then used again: what a crash of the machine would spoil is filled anew. */
const FILLING = ['fsync=off', 'synchronous_commit=off', 'maintenance_work_mem=1GB', 'max_wal_size=8GB', 'autovacuum=off'];
const STAMP = 'filled.json';
const SCHEMA = 'genba_bench';

/** A filled store and its server. */
export interface KeptStore {
  place: { url: string; schema: string };
  postgres: PostgresServer;
}

/**
 * Starts PostgreSQL, with its own defaults, on a filled store; fills it first where there is none of that size.
 *
 * @param say - Told what takes long.
 */
export async function openKeptStore(size: LifeSize, say: (line: string) => void): Promise<KeptStore> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`);
  const folder = path.join(WORK, `api-${size.datasets}-${size.events}`);
  const stamp = path.join(folder, STAMP);
  if (!existsSync(stamp)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const database = await fill(programs, folder, size, say);
    writeFileSync(stamp, JSON.stringify({ database }));
  }
  const { database } = JSON.parse(readFileSync(stamp, 'utf8')) as { database: string };
  const postgres = await startPostgres(programs, [], folder);
  whenCutOff(postgres.stop);
  const place = { url: postgres.urlOf(database), schema: SCHEMA };
  // Migrations that came since are applied.
  await (await openStoreOrRefuse(place)).close();
  return { place, postgres };
}

async function fill(programs: string, folder: string, size: LifeSize, say: (line: string) => void): Promise<string> {
  say(`filling a store with ${size.events.toLocaleString('en-US')} events; it is kept in ${folder}`);
  const postgres = await startPostgres(programs, FILLING, folder);
  const stopped = whenCutOff(postgres.stop);
  try {
    const url = await postgres.makeDatabase();
    const store = await openStoreOrRefuse({ url, schema: SCHEMA });
    await fillStore(store, size, say);
    say('cleaning up, as the database would by itself …');
    await store.close();
    const client = new pg.Client(url);
    await client.connect();
    await client.query('vacuum (analyze)');
    await client.end();
    return new URL(url).pathname.slice(1);
  } finally {
    await postgres.stop();
    stopped();
  }
}
