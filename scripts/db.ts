import path from 'node:path';
import { readDeployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { startEmbeddedChain } from '../server/chain/embedded.js';
import { checkAgainstChain } from '../server/check-index.js';
import { type Config, readConfig } from '../server/config.js';
import { pluralOf } from '../server/domain/index-check.js';
import { openNodes } from '../server/open-nodes.js';
import { rebuildIndex } from '../server/rebuild-index.js';
import type { Engine } from '../server/store/engine.js';
import { lockFolder } from '../server/store/lock.js';
import { openStoreOrRefuse, placeOf } from '../server/store-place.js';

const USAGE = `usage: genba db check [--json]     proves that the index says what the contracts say: every row of it, and every log of the chain
       genba db rebuild           reads the chain anew beside the live tables, checks the result and swaps them
Settings are those of the service (docs/config.md): GENBA_NETWORK, GENBA_DATA or DATABASE_URL, GENBA_RPC_URL. With PGlite the service must be stopped;
on PostgreSQL both go on beside it. Exit code 0: all is well; 1: it differs, or something is wrong.`;

/** Opens both sides; of the embedded ledger, whose chain runs with the service, the chain too. */
async function open(config: Config, undo: (() => unknown)[]) {
  const deployment = readDeployment(config.deploymentsFolder, config.network);
  const own = config.network === 'embedded' ? { rpcUrls: [await replayChain(config, undo)] } : {};
  const { node, pool, require } = openNodes({ ...config, ...own }, deployment);
  undo.push(pool.close);
  await require();
  return { deployment, provider: pool.provider, node, place: placeOf(config, deployment) };
}

async function replayChain({ dataFolder }: Config, undo: (() => unknown)[]): Promise<string> {
  const unlock = lockFolder(dataFolder);
  if (typeof unlock !== 'function') throw new LedgerError('STORE_LOCKED', { holder: unlock.heldBy, store: dataFolder });
  undo.push(unlock);
  const chain = await startEmbeddedChain({ port: 0, journal: path.join(dataFolder, 'chain.jsonl') });
  undo.push(() => chain.close());
  return chain.url;
}

type Sides = Awaited<ReturnType<typeof open>>;

async function check(engine: Engine, { deployment, node, provider }: Sides) {
  const report = await checkAgainstChain({
    db: engine.db,
    provider,
    node,
    deployment,
    onProgress: (what, done, count) => progress(`comparing ${what}: ${done} of ${count}`),
  });
  progress('');
  return report;
}

async function runCheck(sides: Sides, json: boolean): Promise<void> {
  const engine = await openStoreOrRefuse(sides.place, 'read');
  try {
    const report = await check(engine, sides);
    if (json) console.log(JSON.stringify(report, null, 2));
    else {
      const counts = Object.entries(report.compared).map(([kind, count]) => `${count} ${count === 1 ? kind : pluralOf(kind)}`);
      for (const one of report.differences) console.log(`${one.what}: index ${one.index}, contracts ${one.contracts}`);
      const verdict = report.differences.length === 0 ? 'index and contracts agree' : `${report.differences.length} differences`;
      console.log(`${verdict} at block ${report.block}: compared ${counts.join(', ')}`);
    }
    if (report.differences.length > 0) process.exitCode = 1;
  } finally {
    await engine.close();
  }
}

async function runRebuild(sides: Sides): Promise<void> {
  const { block } = await rebuildIndex({
    ...sides,
    onProgress: (status) => progress(`reading block ${status.block} of ${status.finalBlock}`),
    onProblem: ({ message }) => tell(message),
    async check(engine) {
      const { differences } = await check(engine, sides);
      const sentences = differences.map((one) => `${one.what}: index ${one.index}, contracts ${one.contracts}`);
      if (sentences.length > 0)
        throw new LedgerError('RECONCILIATION_FAILED', { differences: sentences.slice(0, 20).join('; ') });
    },
  });
  progress('');
  console.log(`the index is read anew up to block ${block}, agrees with the contracts, and is live`);
}

let told = '';

/** What holds it up, once each. */
function tell(problem: string): void {
  if (problem !== told) console.error(`waiting: ${problem}`);
  told = problem;
}

/** One line that is written over. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}

const [act, ...options] = process.argv.slice(2);
if ((act !== 'check' && act !== 'rebuild') || options.some((one) => one !== '--json') || process.argv.includes('--help')) {
  console.log(USAGE);
  process.exitCode = process.argv.includes('--help') ? 0 : 1;
} else {
  const undo: (() => unknown)[] = [];
  try {
    const sides = await open(readConfig(), undo);
    if (act === 'check') await runCheck(sides, options.includes('--json'));
    else await runRebuild(sides);
  } catch (error) {
    const { code = 'INTERNAL', message, stack } = error as { code?: string; message: string; stack?: string };
    console.error(`${code}: ${message}`);
    if (!(error instanceof LedgerError)) console.error(stack);
    process.exitCode = 1;
  } finally {
    for (const close of undo.reverse()) await close();
  }
}
