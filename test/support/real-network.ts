import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Wallet } from 'ethers';
import { openKey } from '../../cli/keys.js';
import { NODE_BINARY, PLATFORM_BINARY, PLUGIN_BINARY } from '../../scripts/network/engine.js';
import { networkFolder, ownValidators, readNetwork } from '../../scripts/network/network-file.js';
import { askNode, chainUrl } from '../../scripts/network/node-api.js';
import { ownUrl } from '../../scripts/network/node-settings.js';
import { pidOf } from '../../scripts/network/validator-process.js';
import { type Deployment, readDeployment } from '../../sdk/deployment.js';
import { type NodePool, openNodePool } from '../../server/chain/node-pool.js';
import type { CliResult } from './live-ledger.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const PORTS_OF_A_NETWORK = 20;

/** Why no network can be run here; undefined when one can. */
export function whyNoNetwork(): string | undefined {
  const missing = [NODE_BINARY, PLUGIN_BINARY, PLATFORM_BINARY].find((binary) => !existsSync(binary));
  return missing === undefined ? undefined : `${path.relative(ROOT, missing)} is not there; 'npm run network:engine' builds it`;
}

/** Validators as a user runs them: by the command line, in a folder that goes with the test. */
export interface RealNetwork {
  name: string;
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** Runs the real CLI. */
  genba(args: string[]): Promise<CliResult>;
  /** Runs the CLI and requires exit code 0; what it printed. */
  ok(args: string[]): Promise<string>;
  validators(): { name: string; url: string; rpc: string; home: string }[];
  /** Kills a validator's node on the spot. */
  kill(name: string): Promise<void>;
  /** Height and hash of a validator's head. */
  head(rpc: string): Promise<{ height: number; hash: string }>;
  /** Resolves when all these validators have the same head; its height. */
  agree(names?: readonly string[]): Promise<number>;
  deployment(): Deployment;
  /** All nodes of the deployment, as one. */
  pool(): NodePool;
  /** A key in the network's folder, connected to all nodes. */
  wallet(name: string): Promise<Wallet>;
  remove(): Promise<void>;
}

/**
 * Founds and starts a network.
 *
 * @param name - Its name.
 * @param options - For `genba network create`.
 */
export async function startNetwork(name: string, options: string[] = []): Promise<RealNetwork> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-network-'));
  const home = networkFolder(path.join(folder, 'networks'), name);
  const environment = {
    GENBA_NETWORKS: path.join(folder, 'networks'),
    GENBA_DEPLOYMENTS: path.join(folder, 'deployments'),
    GENBA_DATA: path.join(folder, 'data'),
    GENBA_HOME: home,
    NO_COLOR: '1',
  };
  let pool: NodePool | undefined;
  const genba = (args: string[]): Promise<CliResult> =>
    new Promise((resolve) => {
      const env = { ...process.env, ...network.environment };
      const command = [path.join(ROOT, 'bin', 'genba.mjs'), ...args];
      execFile(process.execPath, command, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      });
    });
  const network: RealNetwork = {
    name,
    folder,
    environment,
    genba,
    async ok(args) {
      const { code, stderr, stdout } = await genba(args);
      if (code !== 0) throw new Error(`genba ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
      return stdout;
    },
    validators() {
      const { blockchainId } = readNetwork(home);
      return ownValidators(home).map((one) => {
        const url = ownUrl(one.validator);
        return { name: one.name, home: one.home, url, rpc: chainUrl(url, blockchainId) };
      });
    },
    async kill(which) {
      const { home: place } = network.validators().find((one) => one.name === which) as { home: string };
      process.kill(pidOf(place) as number, 'SIGKILL');
      while (pidOf(place) !== undefined) await sleep(50);
    },
    async head(rpc) {
      const { hash, number } = await askNode<{ number: string; hash: string }>(rpc, 'eth_getBlockByNumber', ['latest', false]);
      return { height: Number(number), hash };
    },
    async agree(names) {
      const asked = network.validators().filter((one) => names === undefined || names.includes(one.name));
      for (;;) {
        const heads = await Promise.all(asked.map(({ rpc }) => network.head(rpc)));
        const [first] = heads as [{ height: number; hash: string }];
        if (heads.every(({ hash }) => hash === first.hash)) return first.height;
        await sleep(200);
      }
    },
    deployment: () => readDeployment(environment.GENBA_DEPLOYMENTS, name),
    pool() {
      const deployment = network.deployment();
      pool ??= openNodePool(deployment, [deployment.rpcUrl, ...(deployment.moreRpcUrls ?? [])]);
      return pool;
    },
    wallet: async (key) => (await openKey(home, key, undefined)).connect(network.pool().provider),
    async remove() {
      pool?.close();
      await genba(['network', 'remove', name, '--yes']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await network.ok(['network', 'create', name, '--base-port', String(await freeRange()), ...options]);
    await network.ok(['network', 'start', name]);
    return network;
  } catch (error) {
    console.error(logsOf(network));
    await network.remove();
    throw error;
  }
}

/** What the nodes said last, for when they do not start. */
function logsOf(network: RealNetwork): string {
  const files = network.validators().map(({ home }) => path.join(home, 'out.log'));
  return files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8').slice(-1000) : '')).join('\n');
}

/** The first of enough ports in a row that nobody has. */
async function freeRange(): Promise<number> {
  for (;;) {
    const first = 20_000 + 2 * Math.floor(Math.random() * 5_000);
    const ports = Array.from({ length: PORTS_OF_A_NETWORK }, (_, i) => first + i);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
