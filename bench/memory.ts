import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findPostgres, startPostgres } from '../test/support/postgres.js';
import { foundLedger, type Manifest, playLife } from './index/fill-chain.js';
import { openJsonRpc } from './index/json-rpc.js';
import { ROOT, WORK } from './index/places.js';
import { processTree } from './index/process-meter.js';
import { runAnvil } from './index/run-anvil.js';
import { serveOurs } from './index/serve-ours.js';
import type { Running } from './index/start-process.js';
import { drawMemory, type Sample } from './memory/draw-memory.js';

const USAGE = `usage: node --import tsx bench/memory.ts [--minutes 30] [--store postgres|pglite] [--chart FILE]
The whole service on a chain that makes blocks of our contracts as fast as it can, with readers beside: resident memory of the service, with all
that it starts, each second. Writes a chart, and a table of its tenths. Needs what bench/index.ts needs.`;

const SIZE = { members: 500, datasets: 2_000, blocks: 5_000 };
/** Blocks that the chain may be ahead of the index: full load is what the index takes, not what piles up. */
const MOST_AHEAD = 20;
const SAMPLE_MS = 1_000;
const READ_PAUSE_MS = 100;
/** What readers ask for, in turn. */
const READS = [
  '/overview',
  '/events?limit=100&order=desc',
  '/datasets?limit=100',
  '/datasets/1',
  '/purchases?dataset=1',
  '/payouts',
];

const NOT_FOUND = 404;

const say = (line: string) => console.error(line);

async function bench(minutes: number, onPostgres: boolean, chart: string): Promise<void> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`);
  mkdirSync(WORK, { recursive: true });
  const anvil = await runAnvil();
  const postgres = onPostgres ? await startPostgres(programs, []) : undefined;
  let service: Running | undefined;
  try {
    say('deploying …');
    const deployment = await foundLedger(anvil);
    const folder = path.join(WORK, `memory-${process.pid}`);
    const arena = { manifest: { deployment } as Manifest, folder, rpcUrl: anvil.url, wsUrl: anvil.wsUrl };
    const { api, running } = await serveOurs(
      { ...arena, ...(postgres === undefined ? {} : { databaseUrl: await postgres.makeDatabase() }) } as never,
      { ws: true },
    );
    service = running;
    const head = async () => ((await (await fetch(`${api}/health`)).json()) as { index: { block: number } }).index.block;
    for (; (await head().catch(() => -1)) < 0; await sleep(200))
      if (running.ended() !== undefined) throw new Error(`the service ended with ${running.ended()}`);

    const until = Date.now() + minutes * 60_000;
    const samples: Sample[] = [];
    const going = () => Date.now() < until && running.ended() === undefined;
    let [transactions, reads] = [0, 0];
    const life = async () => {
      const node = openJsonRpc(anvil.url);
      let block = Number(await node.call('eth_blockNumber'));
      let indexed = block;
      for await (const deeds of playLife(anvil, deployment, SIZE)) {
        transactions += deeds.length;
        block++;
        while (going() && block - indexed > MOST_AHEAD) indexed = await head();
        if (!going()) break;
      }
    };
    const read = async () => {
      for (; going(); await sleep(READ_PAUSE_MS)) {
        const answer = await fetch(`${api}${READS[reads++ % READS.length]}`);
        // At first there is no dataset yet.
        if (!answer.ok && answer.status !== NOT_FOUND) throw new Error(`${answer.url} answers ${answer.status}`);
        await answer.arrayBuffer();
      }
    };
    const watch = async () => {
      for (const started = Date.now(); going(); await sleep(SAMPLE_MS)) {
        const bytes = processTree(running.pid).reduce((sum, one) => sum + one.residentBytes, 0);
        samples.push({ seconds: (Date.now() - started) / 1000, megabytes: bytes / 1e6, block: await head() });
        if (samples.length % 60 === 0)
          say(`${samples.length / 60} minutes: ${(bytes / 1e6).toFixed(0)} MB, block ${samples.at(-1)?.block}`);
      }
    };
    await Promise.all([life(), read(), watch()]);
    if (running.ended() !== undefined) throw new Error(`the service ended with ${running.ended()}`);
    await running.stop();
    writeFileSync(chart, drawMemory(samples));
    console.log(
      `${minutes} minutes, ${onPostgres ? 'PostgreSQL' : 'PGlite'}: ${samples.at(-1)?.block} blocks, ${transactions} transactions, ${reads} reads\n`,
    );
    console.log('| minutes | least MB | most MB |\n|---|---|---|');
    const tenth = Math.max(1, Math.ceil(samples.length / 10));
    for (let i = 0; i < samples.length; i += tenth) {
      const part = samples.slice(i, i + tenth);
      const of = part.map((one) => one.megabytes);
      const [from, to] = [part[0], part.at(-1)].map((one) => ((one?.seconds ?? 0) / 60).toFixed(1));
      console.log(`| ${from} to ${to} | ${Math.min(...of).toFixed(0)} | ${Math.max(...of).toFixed(0)} |`);
    }
  } finally {
    await service?.stop();
    await postgres?.remove();
    await anvil.stop();
  }
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    store: { type: 'string', default: 'postgres' },
    chart: { type: 'string', default: path.join(ROOT, 'docs', 'images', 'memory.svg') },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(USAGE);
else await bench(Number(values.minutes), values.store === 'postgres', values.chart);
