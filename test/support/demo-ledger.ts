import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Api, createApi } from '../../sdk/api/client.js';
import { freePort } from './postgres.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const LOADER = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
const LAST_LINE = /^stop {2}/m;

/** What `npm start` starts, in a folder of its own. */
export interface DemoLedger {
  folder: string;
  url: string;
  api: Api;
  /** Settings of the ledger, as an environment. */
  environment: Record<string, string>;
  /** Starts it, and waits until it says how to stop it. */
  start(...args: string[]): Promise<void>;
  /** Ends it on the spot; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does, and gives its exit code. */
  stop(): Promise<number | null>;
  /** Starts it and kills it after a while, whatever it does then. */
  startAndKill(afterMs: number): Promise<void>;
  /** Removes what it keeps. */
  forget(): Promise<void>;
}

/** Makes room for a demo ledger; nothing runs yet. */
export async function placeDemo(): Promise<DemoLedger> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-demo-'));
  const [port, rpcPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    GENBA_DATA: folder,
    GENBA_DEPLOYMENTS: path.join(folder, 'deployments'),
    GENBA_PORT: String(port),
    GENBA_RPC_PORT: String(rpcPort),
    GENBA_LOG: 'error',
  };
  let child: ChildProcess | undefined;
  let said = '';
  const spawnIt = (args: readonly string[] = []) => {
    const script = ['--import', LOADER, path.join(ROOT, 'scripts', 'start.ts'), ...args];
    child = spawn(process.execPath, script, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    said = '';
    child.stdout?.on('data', (chunk) => (said += chunk));
    child.stderr?.on('data', (chunk) => (said += chunk));
    return child;
  };
  const end = (signal: NodeJS.Signals) =>
    new Promise<number | null>((resolve) => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return resolve(child?.exitCode ?? null);
      child.once('exit', resolve);
      child.kill(signal);
    });
  return {
    folder,
    url,
    api: createApi(url),
    environment,
    start(...args) {
      const started = spawnIt(args);
      return new Promise((resolve, reject) => {
        started.stdout?.on('data', () => {
          if (LAST_LINE.test(said)) resolve();
        });
        started.once('exit', (code) => reject(new Error(`the ledger ended with ${code}:\n${said}`)));
      });
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGINT'),
    async startAndKill(afterMs) {
      spawnIt();
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await end('SIGKILL');
    },
    async forget() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
