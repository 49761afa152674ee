import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Contract } from 'ethers';
import { findPostgres, freePort, type PostgresServer, startPostgres } from '../test/support/postgres.js';
import { type RealNetwork, startNetwork, whyNoNetwork } from '../test/support/real-network.js';
import { measureLatency } from './chain/latency.js';
import { medianOf, quantileOf, type Throughput } from './chain/measure.js';
import { openRawNode } from './chain/raw-node.js';
import { type Act, signAhead } from './chain/sign-ahead.js';
import { startTraders, type Traders } from './chain/traders.js';

const USAGE = `usage: node --import tsx bench/chain.ts [--rounds 5] [--traders 200]
Plain ERC-20 transfers against purchases, distributions and payouts per second on a network of five validators on this machine, in the same run, and again
with one validator dead; then from sending to being visible in the API. Needs the chain engine (npm run network:engine). Some ten minutes.`;

const ROOT = path.resolve(import.meta.dirname, '..');
const KINDS = ['plain transfer', 'transfer', 'purchase', 'distribution', 'payout'] as const;
type Kind = (typeof KINDS)[number];
/** Acts of each trader in a round. */
const PER_ROUND: Record<Kind, number> = { 'plain transfer': 10, transfer: 10, purchase: 5, distribution: 1, payout: 1 };
const LATENCIES = 200;

/** One round: everybody transfers both tokens, buys from the next ones, distributes its neighbour's table, and pays its neighbour. */
async function playRound(traders: Traders, round: number): Promise<Record<Kind, Throughput>> {
  const count = traders.keys.length;
  const each = (times: number, act: (key: number, i: number) => Act) =>
    traders.keys.flatMap((_, key) => Array.from({ length: times }, (_, i) => act(key, i)));
  const acts: Record<Kind, () => Act[]> = {
    'plain transfer': () => each(PER_ROUND['plain transfer'], (key) => traders.plainTransfer(key)),
    transfer: () => each(PER_ROUND.transfer, (key) => traders.transfer(key)),
    purchase: () => each(PER_ROUND.purchase, (key, i) => traders.purchase(key, (key + 1 + i + round) % count)),
    distribution: () => each(PER_ROUND.distribution, (key) => traders.distribute(key, (key + 1) % count)),
    payout: () => each(PER_ROUND.payout, (key) => traders.payOut(key, (key + 1) % count)),
  };
  // Nobody is always the first after a pause; a distribution needs purchases before it, and a payout a distribution.
  const order: Kind[] = round % 2 === 0 ? [...KINDS] : ['purchase', 'distribution', 'payout', 'transfer', 'plain transfer'];
  const found: Partial<Record<Kind, Throughput>> = {};
  for (const kind of order) found[kind] = await traders.play(acts[kind]());
  return found as Record<Kind, Throughput>;
}

async function playRounds(traders: Traders, rounds: number, what: string): Promise<Record<Kind, Throughput[]>> {
  const found: Record<Kind, Throughput[]> = { 'plain transfer': [], transfer: [], purchase: [], distribution: [], payout: [] };
  for (let round = 0; round < rounds; round++) {
    const outcome = await playRound(traders, round);
    for (const kind of KINDS) found[kind].push(outcome[kind]);
    console.error(
      `${what}, round ${round + 1} of ${rounds}: ${KINDS.map((kind) => `${kind} ${outcome[kind].perSecond.toFixed(0)}/s`).join(', ')}`,
    );
  }
  return found;
}

function tell(title: string, found: Record<Kind, Throughput[]>): void {
  const rate = (kind: Kind) => medianOf(found[kind].map((one) => one.perSecond));
  const gas = (kind: Kind) => medianOf(found[kind].map((one) => one.gas));
  console.log(`\n**${title}**\n`);
  console.log('| | a round | per second, median (least–most) | gas | gas per second | of plain transfers × gas ratio |');
  console.log('|---|---|---|---|---|---|');
  for (const kind of KINDS) {
    const rates = found[kind].map((one) => one.perSecond);
    const possible = (rate('plain transfer') * gas('plain transfer')) / gas(kind);
    const cells = [
      kind,
      String(found[kind][0]?.count),
      `${rate(kind).toFixed(0)} (${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)})`,
      Math.round(gas(kind)).toLocaleString('en-US'),
      `${((rate(kind) * gas(kind)) / 1e6).toFixed(1)} M`,
      `${((100 * rate(kind)) / possible).toFixed(0)} %`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** Starts the service, as `genba serve` does, on PostgreSQL; the bench pushes payouts itself. */
async function serve(
  network: RealNetwork,
  postgres: PostgresServer,
  pushes: boolean,
): Promise<{ api: string; stop(): Promise<void> }> {
  const port = await freePort();
  const settings = {
    DATABASE_URL: await postgres.makeDatabase(),
    GENBA_PORT: String(port),
    GENBA_LOG: 'silent',
    GENBA_PAYOUT_SECONDS: pushes ? '1' : '0',
    GENBA_RATE_LIMIT: '0',
  };
  const loader = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const child = spawn(process.execPath, ['--import', loader, path.join(ROOT, 'scripts', 'serve.ts'), '--network', network.name], {
    env: { ...process.env, ...network.environment, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const api = `http://127.0.0.1:${port}`;
  while ((await fetch(`${api}/ready`).catch(() => undefined))?.status !== 200) await sleep(100);
  return {
    api,
    async stop() {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

async function bench(rounds: number, count: number): Promise<void> {
  console.error('starting five validators …');
  const programs = findPostgres();
  if (programs === undefined) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`);
  const postgres = await startPostgres(programs);
  const network = await startNetwork('bench');
  try {
    await network.ok(['deploy', '--network', 'bench']);
    const deployment = network.deployment();
    const nodes = network.validators().map(({ rpc }) => openRawNode(rpc));
    const office = await network.wallet('office');
    const keeper = await serve(network, postgres, false);
    const list = new Contract(
      '0x0200000000000000000000000000000000000002',
      ['function readAllowList(address) view returns (uint256)'],
      network.pool().provider,
    );
    console.error(`admitting ${count} traders, each with a dataset and an offer …`);
    const traders = await startTraders(office, deployment, nodes, count, async (addresses) => {
      for (const address of addresses) while ((await list.getFunction('readAllowList')(address)) === 0n) await sleep(200);
    });
    await keeper.stop();
    tell('Five validators', await playRounds(traders, rounds, 'five validators'));
    await network.kill('v5');
    const dead = nodes.pop() as (typeof nodes)[0];
    tell('One of five dead', await playRounds(traders, rounds, 'one of five dead'));
    await network.ok(['network', 'start', 'bench', 'v5']);
    nodes.push(dead);
    await network.agree();

    const service = await serve(network, postgres, true);
    const acts = Array.from({ length: LATENCIES }, (_, i) => traders.purchase(0, 1 + (i % (count - 1))));
    const nonce = await network.pool().provider.getTransactionCount(traders.keys[0]?.address as string);
    const lanes = await signAhead(acts, new Map([[traders.keys[0]?.address as string, nonce]]), deployment);
    const latencies = await measureLatency(lanes.flat(), nodes[0] as (typeof nodes)[0], service.api);
    await service.stop();
    console.log(
      `\n**From sending to visible in the API** (${LATENCIES} purchases, one after the other): p50 ${quantileOf(latencies, 0.5).toFixed(0)} ms, p99 ${quantileOf(latencies, 0.99).toFixed(0)} ms`,
    );
  } finally {
    await network.remove();
    await postgres.remove();
  }
}

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, traders: { type: 'string', default: '200' }, help: { type: 'boolean' } },
});
if (values.help) console.log(USAGE);
else {
  const absence = whyNoNetwork();
  if (absence !== undefined) throw new Error(absence);
  console.log(`${os.cpus().length} cores, ${values.rounds} rounds, medians`);
  await bench(Number(values.rounds), Number(values.traders));
}
