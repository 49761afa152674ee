import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Wallet } from 'ethers';
import { makeKey, openKey } from '../cli/keys.js';
import { type Deployment, readDeployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { openProvider } from '../sdk/ledger.js';
import { EMBEDDED_CHAIN_ID, startEmbeddedChain } from '../server/chain/embedded.js';
import { type Config, readConfig } from '../server/config.js';
import { startService } from '../server/main.js';
import { readRunnerKey } from '../server/runner-key.js';
import { lockFolder } from '../server/store/lock.js';
import { quickBuild } from './build.js';
import { CAST, type Role } from './demo/cast.js';
import { DEMO_KEYS, PAST_DAYS, seedDemo } from './demo/demo.js';
import { goOn } from './demo/goings-on.js';
import { deployToFile } from './deployment-file.js';

const USAGE = `usage: npm start [-- --empty]
Runs the whole ledger on this machine: chain, contracts, index, payouts, API and pages. The first time it founds a demo consortium with a past of
${PAST_DAYS} days, whose companies go on while it runs; --empty founds one without companies. Its data are in .genba/ (GENBA_DATA);
remove that folder to begin anew. docs/operations.md lists all settings.`;

/** Where the command line looks for the service. */
const USUAL_PORT = 4100;
/** The consortium's fee on the embedded ledger, in basis points. */
const FEE_BPS = 100;
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
    const founded = existsSync(journal);
    // A ledger is founded with the demo or without it, for good.
    if (!founded && !empty) mkdirSync(demoFolder, { recursive: true });
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
    const deployment = await deployEmbedded(keys, chain.url, config, founded);
    if (withDemo) {
      const runner = new Wallet(readRunnerKey(config.dataFolder), provider);
      await seedDemo({ provider, deployment, folder: demoFolder, wallets: { ...keys, runner } }, sayDay);
      await chain.catchUp();
    }

    const service = await startService({ ...config, rpcUrl: chain.url }, deployment);
    undo.push(() => service.close());
    await service.sync.reached(await provider.getBlockNumber());
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

/**
 * Deploys what is missing. Where the contracts are belongs to the chain, so it is kept beside it; others find a copy among the deployments.
 * The demo's notary, bank and auditor hold their offices; without them, the consortium's office holds all.
 */
async function deployEmbedded(keys: Keys, rpcUrl: string, config: Config, founded: boolean): Promise<Deployment> {
  const { office } = keys;
  const holder = (name: Role) => (keys[name] ?? office).address;
  const own = path.join(config.dataFolder, 'deployment');
  const name = 'embedded';
  if (founded && !existsSync(own)) await adoptDeployment(office, name, config.deploymentsFolder, own);
  mkdirSync(own, { recursive: true });
  const plan = {
    name,
    chainId: EMBEDDED_CHAIN_ID,
    rpcUrl,
    gasPrice: '0',
    notary: holder('notary'),
    office: office.address,
    issuer: holder('bank'),
    auditor: holder('auditor'),
    admin: office.address,
    token: { name: 'Demo Won', symbol: 'KRW', decimals: 0 },
    feeBps: FEE_BPS,
    delay: 0,
    founder: { legalName: '현장데이터 컨소시엄 사무국 (데모)', scheme: 'LEI', identifier: '000000GENBAOFFICE012' },
  };
  const deployment = await deployToFile(office, plan, quickBuild(), own);
  mkdirSync(config.deploymentsFolder, { recursive: true });
  copyFileSync(path.join(own, `${name}.json`), path.join(config.deploymentsFolder, `${name}.json`));
  return deployment;
}

/** A chain whose contracts are told of among the deployments only: they are taken over when they are there, and none are put beside them. */
async function adoptDeployment({ provider }: Wallet, name: string, folder: string, own: string): Promise<void> {
  const blocks = (await provider?.getBlockNumber()) ?? 0;
  if (blocks === 0) return;
  const file = path.join(folder, `${name}.json`);
  const known = existsSync(file) ? readDeployment(folder, name).contracts.MemberRegistry : undefined;
  if (known === undefined || (await provider?.getCode(known)) === '0x') {
    throw new LedgerError('DEPLOYMENT_LOST', { blocks, file: path.join(own, `${name}.json`) });
  }
  mkdirSync(own, { recursive: true });
  copyFileSync(file, path.join(own, `${name}.json`));
}

function sayDay(day: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[Kdemo consortium: day ${day + 1} of ${PAST_DAYS}`);
  else if (day % 30 === 0) say(`demo consortium: day ${day + 1} of ${PAST_DAYS}`);
  if (day + 1 === PAST_DAYS)
    say(`${process.stdout.isTTY ? '\r\x1b[K' : ''}demo consortium: ${Object.keys(CAST).length + 1} members`);
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
