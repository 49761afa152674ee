import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { filledChain } from './index/fill-chain.js';
import { envio } from './index/indexers/envio.js';
import type { Indexer } from './index/indexers/indexer.js';
import { ours } from './index/indexers/ours.js';
import { ponder } from './index/indexers/ponder.js';
import { subsquid } from './index/indexers/subsquid.js';
import { copyToPglite, copyToPostgres, readAllLogs, readyRows } from './index/limits.js';
import { openGround } from './index/open-ground.js';
import { PEERS, ROOT } from './index/places.js';
import { type Outcome, report } from './index/report.js';
import { emptyArena, type Ground, runIndexer } from './index/run-indexer.js';

const USAGE = `usage: node --import tsx bench/index.ts [--runs 5] [--events 400000] [--only NAMES] [--defaults]
Fills a chain through our contracts (once; kept in build/bench) and lets our index and others read all of it from an empty database, in turn.
Each run counts only when its totals are those of the chain. Prints a Markdown table.

  --runs N       runs of each, interleaved (default 5)
  --events N     least number of events in the chain (default 400000); 20000 is enough for a try
  --only NAMES   ours-postgres, ours-pglite, ours-pglite-made (its database made before), ponder-postgres, ponder-pglite, subsquid, envio, limits; separated by commas
  --defaults     also peers with the settings that their documentation gives, beside the tuned ones
  --fill         only fills the chain

Needs Linux on x64 (anvil, /proc) and npm, which puts the peers into build/bench the first time.`;

const INDEXERS: Record<string, (settings: Indexer['settings']) => Indexer> = {
  'ours-postgres': () => ours('postgres'),
  'ours-pglite': () => ours('pglite'),
  'ours-pglite-made': () => ours('pglite', true),
  'ponder-postgres': (settings) => ponder('postgres', settings),
  'ponder-pglite': (settings) => ponder('pglite', settings),
  subsquid,
  envio,
};
const NAMES = [...Object.keys(INDEXERS), 'limits'];

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    events: { type: 'string', default: '400000' },
    only: { type: 'string', default: NAMES.join() },
    defaults: { type: 'boolean', default: false },
    fill: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string) => console.error(line);
if (values.help) console.log(USAGE);
else await bench();

async function bench(): Promise<void> {
  const [runs, events] = [wholeNumber('runs'), wholeNumber('events')];
  const only = values.only.split(',').map((name) => name.trim());
  const unknown = only.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new Error(`there is no ${unknown}; there are ${NAMES.join(', ')}`);
  const chain = await filledChain(events, say);
  const { manifest } = chain;
  if (values.fill) return;

  const indexers = only.flatMap((name) => {
    const make = INDEXERS[name];
    if (make === undefined) return [];
    return values.defaults && !name.startsWith('ours') ? [make('default'), make('tuned')] : [make('tuned')];
  });
  const { close, ground } = await openGround(chain, indexers, say);
  const outcomes: Outcome[] = [];
  try {
    const limits = only.includes('limits') ? await limitsOf(ground) : [];
    const turns: (() => Promise<Outcome>)[] = [...indexers.map((indexer) => () => runIndexer(indexer, ground)), ...limits];
    for (let run = 0; run < runs; run++) {
      // Each begins once, so that nobody always follows the same one.
      for (let turn = 0; turn < turns.length; turn++) {
        const outcome = await (turns[(run + turn) % turns.length] as (typeof turns)[0])();
        outcomes.push(outcome);
        say(
          `run ${run + 1} of ${runs}: ${outcome.who}: ${outcome.seconds.toFixed(1)} s, ${Math.round(manifest.events / outcome.seconds)} events/s`,
        );
      }
    }
  } finally {
    await close();
    // What was right before something was wrong is worth having, too.
    if (outcomes.length > 0) console.log(report(outcomes, manifest, versions()));
  }
}

/** What no indexer can beat: the node's answers, parsed, and ready rows going into a table. */
async function limitsOf(ground: Ground): Promise<(() => Promise<Outcome>)[]> {
  const { anvil, manifest } = ground;
  const rows = await readyRows(anvil.url, manifest);
  return [
    async () => ({ who: 'limit: eth_getLogs of all blocks, parsed', seconds: await readAllLogs(anvil.url, manifest) }),
    async () => {
      const arena = await emptyArena(ground, 'postgres');
      const seconds = await copyToPostgres(arena.databaseUrl as string, rows, manifest);
      await arena.clear();
      return { who: 'limit: COPY of ready rows, PostgreSQL', seconds };
    },
    async () => {
      const arena = await emptyArena(ground, 'pglite');
      const seconds = await copyToPglite(arena.folder, rows, manifest);
      await arena.clear();
      return { who: 'limit: COPY of ready rows, PGlite', seconds };
    },
  ];
}

function wholeNumber(name: 'runs' | 'events'): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number, not ${values[name]}`);
  return value;
}

/** Of the peers, as their package files name them. */
function versions(): string {
  const of = (file: string, name: string) => JSON.parse(readFileSync(file, 'utf8')).dependencies[name];
  const peer = (folder: string, name: string) => of(path.join(PEERS, folder, 'package.json'), name);
  const parts = [
    `Ponder ${peer('ponder', 'ponder')}`,
    `Subsquid evm-processor ${peer('subsquid', '@subsquid/evm-processor')}`,
    `Envio ${peer('envio', 'envio')}`,
    `PGlite ${of(path.join(ROOT, 'package.json'), '@electric-sql/pglite')}`,
  ];
  return parts.join(', ');
}
