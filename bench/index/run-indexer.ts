import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresServer } from '../../test/support/postgres.js';
import type { Arena, Indexer } from './indexers/indexer.js';
import { openPostgres } from './indexers/queries.js';
import { LOGS, WORK } from './places.js';
import { meterProcess } from './process-meter.js';
import type { Outcome } from './report.js';
import type { Anvil } from './run-anvil.js';
import type { Running } from './start-process.js';
import { requireTotals } from './totals.js';

const LOOK_EVERY_MS = 50;
const LONGEST_MS = 60 * 60_000;

/** What all runs share. */
export interface Ground extends Pick<Arena, 'manifest' | 'kinds' | 'kindsFile'> {
  anvil: Anvil;
  postgres: PostgresServer;
}

/** How it is called in reports. */
export function titleOf({ database, makeDatabase, name, settings }: Indexer): string {
  const pglite = makeDatabase === undefined ? 'PGlite' : 'PGlite, database made before';
  const place = database === 'postgres' ? 'PostgreSQL' : pglite;
  return name === 'Genba Ledger' ? `${name}, ${place}` : `${name}, ${place}, ${settings}`;
}

/** An empty database and folder for one run. */
export async function emptyArena(
  { anvil, kinds, kindsFile, manifest, postgres }: Ground,
  database: Indexer['database'],
): Promise<Arena> {
  const folder = path.join(WORK, 'data');
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  removeFolder();
  const base = { manifest, kinds, kindsFile, folder, rpcUrl: anvil.url, wsUrl: anvil.wsUrl };
  if (database === 'pglite') {
    const query = () => Promise.reject(new Error('this database can be asked by its indexer only'));
    return { ...base, query, clear: async () => removeFolder() };
  }
  const databaseUrl = await postgres.makeDatabase();
  const { close, query } = await openPostgres(databaseUrl);
  return {
    ...base,
    databaseUrl,
    query,
    async clear() {
      removeFolder();
      await close();
      const url = new URL(databaseUrl);
      const name = url.pathname.slice(1);
      url.pathname = '/postgres';
      const server = await openPostgres(url.href);
      await server.query(`drop database ${name} with (force)`);
      await server.query('checkpoint');
      await server.close();
    },
  };
}

/**
 * Lets an indexer read the whole chain into an empty database, from its start as a process until it tells of the last block.
 *
 * @returns What it took, once its totals are right.
 */
export async function runIndexer(indexer: Indexer, ground: Ground): Promise<Outcome> {
  const arena = await emptyArena(ground, indexer.database);
  await indexer.makeDatabase?.(arena);
  const others = [meterProcess(ground.postgres.pid()), meterProcess(ground.anvil.process.pid)] as const;
  const started = performance.now();
  const running = await indexer.start(arena);
  const meter = meterProcess(running.pid);
  try {
    await reach(indexer, arena, running, started);
    const seconds = (performance.now() - started) / 1000;
    const { cpuSeconds, peakBytes } = meter.stop();
    const [database, node] = others.map((one) => one.stop().cpuSeconds) as [number, number];
    await running.stop();
    requireTotals(titleOf(indexer), await indexer.totals(arena), ground.manifest.totals);
    const outcome = { who: titleOf(indexer), seconds, indexerCpu: cpuSeconds, nodeCpu: node, peakBytes };
    return indexer.database === 'postgres' ? { ...outcome, databaseCpu: database } : outcome;
  } finally {
    meter.stop();
    for (const one of others) one.stop();
    await running.stop();
    await arena.clear();
  }
}

/** Waits until an indexer tells of the chain's last block. */
export async function reach(indexer: Indexer, arena: Arena, running: Running, started: number): Promise<void> {
  for (;;) {
    const head = await indexer.head(arena).catch(() => -1);
    if (head >= arena.manifest.head) return;
    const end = running.ended();
    if (end !== undefined) throw new Error(`${titleOf(indexer)} ended with ${end} at block ${head}; see ${LOGS}`);
    if (performance.now() - started > LONGEST_MS)
      throw new Error(`${titleOf(indexer)} is at block ${head} after an hour; see ${LOGS}`);
    await sleep(LOOK_EVERY_MS);
  }
}
