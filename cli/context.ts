import type { Command } from 'commander';
import type { JsonRpcProvider, Wallet } from 'ethers';
import { type Api, createApi } from '../sdk/api/client.js';
import { type Deployment, readDeployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { connectLedger, gasOverrides, type Ledger, openProvider, requireChain } from '../sdk/ledger.js';
import { signIn } from '../sdk/sign-in.js';
import { formatAmount, parseAmount } from '../sdk/units.js';
import { DEFAULTS, DEPLOYMENTS } from './config.js';
import { openKey } from './keys.js';

/** What every command works with. */
export interface Context {
  home: string;
  password: string | undefined;
  api: Api;
  deployment: Deployment;
  /** The ledger, read-only; checks once that the right chain answers. */
  reader(): Promise<Ledger>;
  /** The ledger with the key that `--key` names. */
  actor(): Promise<{ wallet: Wallet; ledger: Ledger; gas: { gasPrice?: bigint } }>;
  money(amount: bigint | string): string;
  parseMoney(text: string): bigint;
  /** Prints for people, or the value as JSON with `--json`. */
  print(value: unknown, text: string): void;
  /** One line beside the result, on stderr. */
  note(line: string): void;
  /** One line of progress on a terminal. */
  progress(line: string): void;
}

interface GlobalOptions {
  network: string;
  api: string;
  rpc?: string;
  key?: string;
  home: string;
  json?: boolean;
}

const providers: JsonRpcProvider[] = [];

/** Lets go of nodes, so that the process can end. */
export function closeProviders(): void {
  for (const provider of providers.splice(0)) provider.destroy();
}

/**
 * Reads the global options.
 *
 * @param command - The command that runs.
 * @throws `DEPLOYMENT_UNKNOWN`, `BAD_CONFIG` when something needs the deployment.
 */
export function createContext(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  let deployment: Deployment | undefined;
  const getDeployment = () => {
    deployment ??= readDeployment(DEPLOYMENTS, options.network);
    return deployment;
  };
  let opened: Promise<Wallet> | undefined;
  const openOwnKey = (): Promise<Wallet> => {
    if (options.key === undefined) {
      throw new LedgerError('BAD_ARGUMENT', { argument: '--key', problem: 'name the key to act with, or set GENBA_KEY.' });
    }
    opened ??= openKey(options.home, options.key, DEFAULTS.password);
    return opened;
  };
  const connect = async (): Promise<JsonRpcProvider> => {
    const provider = openProvider(getDeployment(), options.rpc);
    providers.push(provider);
    await requireChain(provider, getDeployment(), options.rpc);
    return provider;
  };
  return {
    home: options.home,
    password: DEFAULTS.password,
    api: createApi(
      options.api,
      options.key === undefined ? undefined : async () => signIn(await openOwnKey(), getDeployment(), options.api),
    ),
    get deployment() {
      return getDeployment();
    },
    reader: async () => connectLedger(getDeployment(), await connect()),
    async actor() {
      const wallet = (await openOwnKey()).connect(await connect());
      return { wallet, ledger: connectLedger(getDeployment(), wallet), gas: gasOverrides(getDeployment()) };
    },
    money: (amount) => formatAmount(BigInt(amount), getDeployment().token),
    parseMoney: (text) => parseAmount(text, getDeployment().token.decimals),
    print: (value, text) => {
      process.stdout.write(`${options.json ? JSON.stringify(value, bigintsAsText, 2) : text}\n`);
    },
    note: (line) => {
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
    },
  };
}

function bigintsAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
