import type { Command } from 'commander';
import type { JsonRpcProvider, Wallet } from 'ethers';
import { type Api, createApi } from '../sdk/api/client.js';
import { type Deployment, readDeployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { connectLedger, gasOverrides, type Ledger, openProvider, requireChain } from '../sdk/ledger.js';
import { signIn } from '../sdk/sign-in.js';
import { formatAmount, parseAmount } from '../sdk/units.js';
import { readSettings, type Settings } from './config.js';
import { openKey } from './keys.js';

/** The ledger bound to the own key. */
export interface Actor {
  wallet: Wallet;
  ledger: Ledger;
  gas: { gasPrice?: bigint };
}

/** What every command works with. */
export interface Context {
  settings: Settings;
  home: string;
  password: string | undefined;
  /** Whether a person can be asked: at a terminal, and not for a program. */
  interactive: boolean;
  json: boolean;
  api: Api;
  deployment: Deployment;
  /** Nodes of the deployment's chain: first the one that is named, or the first of the deployment's that answers; then the others, unasked. */
  nodes(): Promise<[JsonRpcProvider, ...JsonRpcProvider[]]>;
  /** The ledger, read-only; checks once that the right chain answers. */
  reader(): Promise<Ledger>;
  /** The ledger with the key that `--key` names. */
  actor(): Promise<Actor>;
  /** The key that `--key` names, without a chain. */
  ownKey(): Promise<Wallet>;
  money(amount: bigint | string): string;
  parseMoney(text: string): bigint;
  /** Prints for people, or the value as JSON with `--json`. */
  print(value: unknown, text: string): void;
  /** One line beside the result, on stderr. */
  note(line: string): void;
  /** What a person should think of; programs are not told. */
  advise(line: string): void;
  /** One line of progress on a terminal. */
  progress(line: string): void;
}

interface GlobalOptions {
  network?: string;
  api?: string;
  rpc?: string;
  key?: string;
  home?: string;
  json?: boolean;
}

const providers: JsonRpcProvider[] = [];

/** Lets go of nodes, so that the process can end. */
export function closeProviders(): void {
  for (const provider of providers.splice(0)) provider.destroy();
}

/**
 * Settles what a command goes by.
 *
 * @param command - The command that runs.
 * @throws `CONFIG_LINE`; `DEPLOYMENT_UNKNOWN`, `BAD_CONFIG` when something needs the deployment.
 */
export function createContext(command: Command): Context {
  // The program's own: a command may have an option of the same name.
  const options = rootOf(command).opts<GlobalOptions>();
  const json = options.json === true;
  const { settings } = readSettings(options);
  let deployment: Deployment | undefined;
  const getDeployment = () => {
    deployment ??= readDeployment(settings.deployments, settings.network);
    return deployment;
  };
  let opened: Promise<Wallet> | undefined;
  const openOwnKey = (): Promise<Wallet> => {
    if (settings.key === undefined) {
      throw new LedgerError('BAD_ARGUMENT', { argument: '--key', problem: 'name the key to act with, or set GENBA_KEY.' });
    }
    opened ??= openKey(settings.home, settings.key, settings.password);
    return opened;
  };
  const connect = async (): Promise<JsonRpcProvider> => {
    const { moreRpcUrls = [], rpcUrl } = getDeployment();
    const [first, ...others] = settings.rpc === undefined ? [rpcUrl, ...moreRpcUrls] : [settings.rpc];
    return [...others].reduce(
      (before, url) => before.catch((problem) => tryNode(url).catch(() => Promise.reject(problem))),
      tryNode(first as string),
    );
  };
  const open = (url: string): JsonRpcProvider => {
    const provider = openProvider(getDeployment(), url);
    providers.push(provider);
    return provider;
  };
  const tryNode = async (url: string): Promise<JsonRpcProvider> => {
    const provider = open(url);
    await requireChain(provider, getDeployment(), url);
    return provider;
  };
  return {
    settings,
    home: settings.home,
    password: settings.password,
    interactive: !json && process.stdin.isTTY && process.stderr.isTTY,
    json,
    api: createApi(
      settings.api,
      settings.key === undefined ? undefined : async () => signIn(await openOwnKey(), getDeployment(), settings.api),
    ),
    get deployment() {
      return getDeployment();
    },
    async nodes() {
      const first = await connect();
      const { moreRpcUrls = [], rpcUrl } = getDeployment();
      const others = [rpcUrl, ...moreRpcUrls].filter((url) => url !== first._getConnection().url);
      return [first, ...others.map(open)];
    },
    reader: async () => connectLedger(getDeployment(), await connect()),
    async actor() {
      const wallet = (await openOwnKey()).connect(await connect());
      return { wallet, ledger: connectLedger(getDeployment(), wallet), gas: gasOverrides(getDeployment()) };
    },
    ownKey: openOwnKey,
    money: (amount) => formatAmount(BigInt(amount), getDeployment().token),
    parseMoney: (text) => parseAmount(text, getDeployment().token.decimals),
    print: (value, text) => {
      process.stdout.write(`${json ? JSON.stringify(value, bigintsAsText, 2) : text}\n`);
    },
    note: (line) => {
      process.stderr.write(`${line}\n`);
    },
    advise: (line) => {
      if (!json) process.stderr.write(`note: ${line}\n`);
    },
    progress: (line) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
    },
  };
}

/** The program that a command is of. */
function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

function bigintsAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
