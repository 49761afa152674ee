import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Engine, StorePlace } from '../server/store/engine.js';
import { openStore } from '../server/store/open.js';
import { REWIND_DEPTH } from '../server/store/undo.js';
import { createRandom, type Random } from '../test/differential/random.js';
import { type ChainPlayer, FAULTS, playChain } from '../test/support/chain-player.js';
import { findPostgres, type PostgresServer, startPostgres } from '../test/support/postgres.js';
import { type RecordedChain, recordChain } from '../test/support/recorded-chain.js';
import { dumpIndex } from '../test/support/store-dump.js';
import { bundleIndexer, createVictim, type Victim } from './faults/victim.js';
import { WORK } from './index/places.js';

const USAGE = `usage: node --import tsx bench/faults.ts [--rounds 1000] [--store postgres|pglite] [--seed N]
Indexes a chain that really happened from a node that drops, delays, cuts, limits, lags, lies and turns its chain up to ${REWIND_DEPTH} blocks deep. In each round
the index is killed on the spot at a random moment; now and then PostgreSQL is too. Every some rounds all is let come to rest, and the store
is compared row for row with that of a clean index of the same chain.`;

const SCHEMA = 'genba_faults';
const LIKELIHOOD = 0.03;
/** PGlite takes a second or two to open: a life that ends before meets no fault. */
const LONGEST_LIFE_MS = { postgres: 1_500, pglite: 6_000 };
/** An episode ends when nothing is left of the chain's record, or after so many rounds. */
const MOST_ROUNDS = 40;
const LONGEST_REST_MS = 120_000;

/** What a run counted. */
interface Tally {
  kills: number;
  databaseKills: number;
  forks: number;
  rewinds: number;
  comparisons: number;
  rows: number;
  faults: Record<string, number>;
}

/** One chain from its first block to its last. */
async function episode(options: {
  record: RecordedChain;
  random: Random;
  rounds: number;
  program: string;
  place: StorePlace;
  postgres: PostgresServer | undefined;
  tally: Tally;
}): Promise<number> {
  const { place, postgres, program, random, record, rounds, tally } = options;
  const player = await playChain(record, random, 30);
  const victim = createVictim(program, { deployment: { ...record.deployment, rpcUrl: player.url }, place });
  player.misbehave(LIKELIHOOD);
  victim.start();
  let round = 0;
  for (; round < Math.min(rounds, MOST_ROUNDS) && player.left() > 0; round++) {
    await sleep(random.below(postgres === undefined ? LONGEST_LIFE_MS.pglite : LONGEST_LIFE_MS.postgres));
    player.mine(random.below(20));
    if (random.chance(0.3)) {
      player.fork(random.between(1, REWIND_DEPTH));
      tally.forks++;
    }
    await victim.kill();
    tally.kills++;
    if (postgres !== undefined && random.chance(0.1)) {
      await postgres.kill();
      await postgres.start();
      tally.databaseKills++;
    }
    victim.start();
  }
  player.misbehave(0);
  player.mine(1);
  await atRest(victim, player);
  await victim.kill();
  tally.rewinds += await countRewinds(place);
  for (const fault of FAULTS) tally.faults[fault] = (tally.faults[fault] ?? 0) + player.misbehaved[fault];
  tally.rows += await compare(place, await cleanDump(program, record, player, place, postgres));
  tally.comparisons++;
  await player.close();
  return round;
}

async function atRest(victim: Victim, player: ChainPlayer): Promise<void> {
  for (const started = Date.now(); victim.block() !== player.head(); await sleep(20)) {
    if (Date.now() - started > LONGEST_REST_MS)
      throw new Error(`the index stands at block ${victim.block()}, the chain at ${player.head()}: ${victim.problem()}`);
  }
}

async function reading<T>(place: StorePlace, read: (store: Engine) => Promise<T>): Promise<T> {
  const store = (await openStore(place, 'read')) as Engine;
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

function countRewinds(place: StorePlace): Promise<number> {
  return reading(place, async ({ db }) => (await db.selectFrom('rewinds').select('id').execute()).length);
}

/** What a clean index makes of the same chain. */
async function cleanDump(
  program: string,
  record: RecordedChain,
  player: ChainPlayer,
  place: StorePlace,
  postgres: PostgresServer | undefined,
): Promise<Record<string, string[]>> {
  const folder = path.join(WORK, 'faults', 'clean');
  rmSync(folder, { recursive: true, force: true });
  const clean: StorePlace =
    postgres === undefined ? { folder, schema: place.schema } : { url: await postgres.makeDatabase(), schema: place.schema };
  const victim = createVictim(program, { deployment: { ...record.deployment, rpcUrl: player.url }, place: clean });
  victim.start();
  await atRest(victim, player);
  await victim.kill();
  return reading(clean, dumpIndex);
}

/** @returns How many rows were equal. */
async function compare(place: StorePlace, clean: Record<string, string[]>): Promise<number> {
  const dump = await reading(place, dumpIndex);
  const tables = [...new Set([...Object.keys(dump), ...Object.keys(clean)])];
  for (const table of tables) {
    if (JSON.stringify(dump[table]) !== JSON.stringify(clean[table]))
      throw new Error(`${table} differs: ${dump[table]?.length} rows, ${clean[table]?.length} in a clean index`);
  }
  return tables.reduce((sum, table) => sum + (dump[table]?.length ?? 0), 0);
}

async function run(rounds: number, onPostgres: boolean, seed: number): Promise<void> {
  const random = createRandom(seed);
  const programs = findPostgres();
  if (onPostgres && programs === undefined) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`);
  mkdirSync(path.join(WORK, 'faults'), { recursive: true });
  const postgres = onPostgres ? await startPostgres(programs as string) : undefined;
  const tally: Tally = { kills: 0, databaseKills: 0, forks: 0, rewinds: 0, comparisons: 0, rows: 0, faults: {} };
  console.error(`seed ${seed}`);
  const started = Date.now();
  try {
    const record = await recordChain();
    const program = bundleIndexer();
    for (let done = 0; done < rounds; ) {
      const folder = path.join(WORK, 'faults', 'store');
      rmSync(folder, { recursive: true, force: true });
      const place: StorePlace =
        postgres === undefined ? { folder, schema: SCHEMA } : { url: await postgres.makeDatabase(), schema: SCHEMA };
      done += await episode({ record, random, rounds: rounds - done, program, place, postgres, tally });
      console.error(`${done} of ${rounds} rounds, ${tally.comparisons} comparisons, no difference`);
    }
  } finally {
    await postgres?.remove();
  }
  const faults = Object.entries(tally.faults).map(([fault, times]) => `${fault} ${times}`);
  console.log(
    `seed ${seed}, ${onPostgres ? 'PostgreSQL' : 'PGlite'}: ${tally.kills} kills of the index, ${tally.databaseKills} of the database, ${tally.forks} forks, ` +
      `${tally.rewinds} rewinds, ${((Date.now() - started) / 60_000).toFixed(0)} minutes\nfaults: ${faults.join(', ')}\n` +
      `${tally.comparisons} comparisons with a clean index, ${tally.rows} rows: no difference`,
  );
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    store: { type: 'string', default: 'postgres' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(USAGE);
else await run(Number(values.rounds), values.store === 'postgres', Number(values.seed));
