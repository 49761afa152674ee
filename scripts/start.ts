import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Wallet } from 'ethers';
import { makeKey, openKey } from '../cli/keys.js';
import { LedgerError } from '../sdk/errors.js';
import { openProvider } from '../sdk/ledger.js';
import { EMBEDDED_CHAIN_ID, startEmbeddedChain } from '../server/chain/embedded.js';
import { type Config, readConfig } from '../server/config.js';
import { startService } from '../server/main.js';
import { readRunnerKey } from '../server/runner-key.js';
import { lockFolder } from '../server/store/lock.js';
import type { Role } from './demo/cast.js';
import { DEMO_KEYS, PAST_DAYS, seedDemo } from './demo/demo.js';
import { goOn } from './demo/goings-on.js';
import { deployEmbedded } from './embedded-deployment.js';

const USAGE = `usage: npm start [-- --empty]
Runs the whole ledger on this machine: chain, contracts, index, payouts, API and pages. The first time it founds a demo consortium with a past of
${PAST_DAYS} days, whose companies go on while it runs; --empty founds one without companies. Its data are in .genba/ (GENBA_DATA);
remove that folder to begin anew. docs/operations.md lists all settings.`;

/** Where the command line looks for the service. */
const USUAL_PORT = 4100;
const DAY_MS = 86_400_000;

type Keys = Record<Role | 'office', Wallet>;

/** Starts everything, and returns how to stop it. */
async function start(config: Config, empty: boolean): Promise<() => Promise<void>> {
  mkdirSync(config.dataFolder, { recursive: true });
  const unlock = lockFolder(config.dataFolder);
  if (typeof unlock !== 'function') throw new LedgerError('STORE_LOCKED', { holder: unlock.heldBy, store: config.dataFolder });
  const undo: (() => unknown)[] = [unlock];
  const close = async () => {
    for (const one of undo.splice(0).reverse()) await one();
  };
  try {
    say(`data in ${config.dataFolder}`);
    const journal = path.join(config.dataFolder, 'chain.jsonl');
    const demoFolder = path.join(config.dataFolder, 'demo');
    // A ledger is founded with the demo or without it, for good.
    if (!existsSync(journal) && !empty) mkdirSync(demoFolder, { recursive: true });
    const withDemo = existsSync(demoFolder);
    if (withDemo && empty) {
      const problem = `the ledger in ${config.dataFolder} has the demo consortium; remove that folder, or name another with GENBA_DATA.`;
      throw new LedgerError('BAD_ARGUMENT', { argument: '--empty', problem });
    }
    // It begins with a day, so that its hours are those of the clock.
    const past = withDemo ? { past: new Date((Math.floor(Date.now() / DAY_MS) - PAST_DAYS) * DAY_MS) } : {};
    const chain = await startEmbeddedChain({ port: config.rpcPort, journal, ...past });
    undo.push(() => chain.close());
    say(`chain up at ${chain.url}, ${chain.replayed === 0 ? 'new' : `${chain.replayed} blocks replayed`}`);

    const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
    undo.push(() => provider.destroy());
    const keys = {} as Keys;
    for (const name of ['office', ...(withDemo ? DEMO_KEYS : [])] as (keyof Keys)[]) {
      keys[name] = (await keptKey(config.dataFolder, name)).connect(provider);
    }
    const { office } = keys;
    const holders = withDemo ? { notary: keys.notary, issuer: keys.bank, auditor: keys.auditor } : {};
    const folders = { own: path.join(config.dataFolder, 'deployment'), shared: config.deploymentsFolder };
    const deployment = await deployEmbedded(office, holders, chain.url, folders);
    if (withDemo) {
      const runner = new Wallet(readRunnerKey(config.dataFolder), provider);
      await seedDemo({ provider, deployment, folder: demoFolder, wallets: { ...keys, runner } }, sayDay);
      await chain.catchUp();
    }

    const service = await startService({ ...config, rpcUrls: [chain.url], headsUrls: [], healthUrls: [] }, deployment);
    undo.push(() => service.close());
    await service.index.reached(await provider.getBlockNumber());
    if (withDemo) {
      const stopping = new AbortController();
      const going = goOn(provider, deployment, keys, stopping.signal, sayTrouble);
      undo.push(() => {
        stopping.abort();
        return going;
      });
    }
    say('');
    say(`open        ${service.url}`);
    const genba = `bin/genba.mjs${config.port === USUAL_PORT ? '' : ` --api ${service.url}`}`;
    const looks = withDemo ? ['status', 'dataset show 6', 'payout list 6'] : ['status', 'member list'];
    say(`look        ${looks.map((look) => `${genba} ${look}`).join(' · ')}`);
    say(
      `act as      ${genba} --home ${path.relative(process.cwd(), config.dataFolder)} --key NAME …   (${Object.keys(keys).join(', ')})`,
    );
    say('stop        Ctrl-C; the ledger is here again at the next start');
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

/** A key of the embedded ledger; unprotected, for it guards play money. */
async function keptKey(home: string, name: string): Promise<Wallet> {
  if (!existsSync(path.join(home, 'keys', `${name}.json`))) await makeKey(home, name, undefined);
  return openKey(home, name, undefined);
}

function sayDay(day: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[Kdemo consortium: day ${day + 1} of ${PAST_DAYS}`);
  else if (day % 30 === 0) say(`demo consortium: day ${day + 1} of ${PAST_DAYS}`);
  if (day + 1 === PAST_DAYS) say(`${process.stdout.isTTY ? '\r\x1b[K' : ''}demo consortium: ${DEMO_KEYS.length + 1} members`);
}

/** The companies of the demo stand still: the ledger itself goes on. */
function sayTrouble(error: unknown): void {
  const { code = 'INTERNAL', message } = error as { code?: string; message: string };
  console.error(`demo companies do not get on: ${code}: ${message}`);
}

function say(line: string): void {
  console.log(line);
}

/** Reads the arguments; undefined: only the usage is wanted. */
function readArguments(args: readonly string[]): { empty: boolean } | undefined {
  const unknown = args.find((one) => one !== '--empty' && one !== '--help');
  if (unknown !== undefined) throw new LedgerError('BAD_ARGUMENT', { argument: unknown, problem: "see 'npm start -- --help'." });
  return args.includes('--help') ? undefined : { empty: args.includes('--empty') };
}

try {
  const options = readArguments(process.argv.slice(2));
  if (options === undefined) say(USAGE);
  else {
    const close = await start(readConfig(undefined, 'warn'), options.empty);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, async () => {
        say('\nstopping …');
        await close();
        process.exit(0);
      });
    }
  }
} catch (error) {
  const { code = 'INTERNAL', message } = error as { code?: string; message: string };
  console.error(`${code}: ${message}`);
  if (!(error instanceof LedgerError)) console.error((error as Error).stack);
  process.exit(1);
}
