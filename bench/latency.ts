import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { medianOf, quantileOf } from './chain/measure.js';
import { filledChain } from './index/fill-chain.js';
import type { Arena, HeadOptions } from './index/indexers/indexer.js';
import { PONDER_GRAPHQL, ponder } from './index/indexers/ponder.js';
import { openJsonRpc } from './index/json-rpc.js';
import { probeLatency, type Shown } from './index/latency-probe.js';
import { openGround } from './index/open-ground.js';
import { emptyArena, reach } from './index/run-indexer.js';
import { serveOurs } from './index/serve-ours.js';
import type { Running } from './index/start-process.js';

const USAGE = `usage: node --import tsx bench/latency.ts [--samples 200] [--events 20000]
From a block's being mined to its purchase's being visible in the API: our whole service and Ponder, both on PostgreSQL, on the same chain, which holds
--events events of our contracts before. Each is asked every two milliseconds. Needs what bench/index.ts needs.`;

/** A few seconds for what goes on after the last block of the past. */
const SETTLE_MS = 4_000;

const NEXT_BLOCK_MS = 1_000;

/** One way of being told of blocks. */
interface Contestant {
  name: string;
  heads: HeadOptions;
  start(arena: Arena, heads: HeadOptions): Promise<{ running: Running; shown: Shown }>;
}

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '200' },
    events: { type: 'string', default: '20000' },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string) => console.error(line);

async function bench(samples: number, events: number): Promise<void> {
  const chain = await filledChain(events, say);
  const { manifest } = chain;
  const peer = ponder('postgres', 'tuned');
  const { close, ground: past } = await openGround(chain, [peer], say);
  const startPonder: Contestant['start'] = async (arena, heads) => {
    const running = await peer.start(arena, heads);
    // Who is told of new blocks reads the last few of the past only when there is a next one.
    const node = openJsonRpc(arena.rpcUrl);
    const mining = setInterval(() => node.call('evm_mine').catch(() => {}), NEXT_BLOCK_MS);
    try {
      await reach(peer, arena, running, performance.now());
    } finally {
      clearInterval(mining);
    }
    return { running, shown: ponderApi };
  };
  const contestants: Contestant[] = [
    { name: '**Genba Ledger**, told by WebSocket', heads: { ws: true }, start: startOurs },
    { name: '**Genba Ledger**, looks every 100 ms (default)', heads: {}, start: startOurs },
    { name: 'Ponder, told by WebSocket', heads: { ws: true }, start: startPonder },
    { name: 'Ponder, looks every 100 ms', heads: { pollMs: 100 }, start: startPonder },
    { name: 'Ponder, looks every second (default)', heads: {}, start: startPonder },
  ];

  const lines: string[] = [];
  try {
    const node = openJsonRpc(past.anvil.url);
    for (const { heads, name, start } of contestants) {
      const head = Number(await node.call('eth_blockNumber'));
      const arena = await emptyArena({ ...past, manifest: { ...manifest, head } }, 'postgres');
      const { running, shown } = await start(arena, heads);
      try {
        await sleep(SETTLE_MS);
        const found = await probeLatency(node, manifest, samples, shown);
        const [p50, p99, most] = [medianOf(found), quantileOf(found, 0.99), Math.max(...found)].map((ms) => ms.toFixed(0));
        say(`${name}: p50 ${p50} ms, p99 ${p99} ms`);
        lines.push(`| ${name} | ${p50} ms | ${p99} ms | ${most} ms |`);
      } finally {
        await running.stop();
        await arena.clear();
      }
    }
  } finally {
    await close();
  }
  console.log(`${samples} purchases each, one after the other, ${os.cpus().length} cores, PostgreSQL.\n`);
  console.log('| | p50 | p99 | most |\n|---|---|---|---|');
  console.log(lines.join('\n'));
}

const startOurs: Contestant['start'] = async (arena, heads) => {
  const { api, running } = await serveOurs(arena, heads);
  while ((await blockOf(api)) < arena.manifest.head) {
    if (running.ended() !== undefined) throw new Error(`the service ended with ${running.ended()}`);
    await sleep(200);
  }
  return {
    running,
    shown: {
      purchasesOf: async () => 0,
      isVisible: async ({ txHash }) => ((await getJson(`${api}/events?tx=${txHash}&limit=1`)) as { data: [] }).data.length > 0,
    },
  };
};

const ponderApi: Shown = {
  async purchasesOf(datasetId) {
    const body = JSON.stringify({ query: `{dataset(id:"${datasetId}"){purchases}}` });
    const headers = { 'content-type': 'application/json' };
    const answer = await (await fetch(PONDER_GRAPHQL, { method: 'POST', headers, body })).json();
    return (answer as { data: { dataset: { purchases: number } } }).data.dataset.purchases;
  },
  isVisible: async ({ datasetId, nth }) => (await ponderApi.purchasesOf(datasetId)) >= nth,
};

/** How far the service's index is; -1 while it does not answer. */
async function blockOf(api: string): Promise<number> {
  const health = (await getJson(`${api}/health`).catch(() => undefined)) as { index?: { block: number } } | undefined;
  return health?.index?.block ?? -1;
}

async function getJson(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

if (values.help) console.log(USAGE);
else await bench(Number(values.samples), Number(values.events));
