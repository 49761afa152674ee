import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const LOADER = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
const GENBA = path.join(ROOT, 'bin', 'genba.mjs');
/** What a service manager waits before it starts again what has ended. */
const RESTART_MS = 100;

const BROKEN = /^INTERNAL:|uncaught|unhandled/im;

/** A program that is started again whenever it ends, as a service manager would. */
export interface Supervised {
  /** Kills the program on the spot; it is started again. */
  kill(): void;
  /** How often it has been started. */
  starts(): number;
  /** What it said when it broke, rather than refused: a stack, or a code that stands for one. */
  broke(): string[];
  /** Ends it for good; resolves when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Builds what `genba serve` is made of, where that is stale: a service that is killed is to be a service. */
export function buildService(): void {
  const { status, stderr } = spawnSync(process.execPath, [GENBA, 'serve', '--help'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/**
 * Starts a script of ours and keeps it running.
 *
 * @param script - Path from the root; what ends with `.ts` is run as it is.
 * @param args - Its arguments.
 * @param settings - Added to the environment.
 */
export function supervise(script: string, args: readonly string[], settings: NodeJS.ProcessEnv): Supervised {
  let child: ChildProcess;
  let stopping = false;
  let starts = 0;
  const broke: string[] = [];
  let ended: () => void = () => {};
  const start = () => {
    starts++;
    const env = { ...process.env, ...settings };
    const loader = script.endsWith('.ts') ? ['--import', LOADER] : [];
    child = spawn(process.execPath, [...loader, path.join(ROOT, script), ...args], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4_000);
    });
    child.once('close', () => {
      if (BROKEN.test(said)) broke.push(said);
    });
    child.once('exit', () => {
      if (stopping) ended();
      else setTimeout(() => (stopping ? ended() : start()), RESTART_MS);
    });
  };
  start();
  return {
    kill: () => {
      child.kill('SIGKILL');
    },
    starts: () => starts,
    broke: () => broke,
    stop: (signal = 'SIGTERM') =>
      new Promise((resolve) => {
        stopping = true;
        ended = resolve;
        if (child.exitCode === null && child.signalCode === null) child.kill(signal);
        else resolve();
      }),
  };
}
