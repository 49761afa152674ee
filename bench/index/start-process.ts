import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { LOGS } from './places.js';
import { processTree, readProcess } from './process-meter.js';
import { whenCutOff } from './when-cut-off.js';

/** A program of ours that runs beside. */
export interface Running {
  pid: number;
  /** How it ended; undefined while it runs. */
  ended(): string | undefined;
  /** Ends it and what it has started, by their ids. */
  stop(patienceMs?: number): Promise<void>;
}

/**
 * Starts a program; what it says goes to a file of its own.
 *
 * @param name - Of the file, too.
 */
export function startProcess(
  name: string,
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Running {
  mkdirSync(LOGS, { recursive: true });
  const log = openSync(logOf(name), 'w');
  const child = spawn(command, args, { ...options, stdio: ['ignore', log, log] });
  closeSync(log);
  let end: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      end = error.message;
      resolve();
    });
    child.once('exit', (code, signal) => {
      end = signal === null ? `code ${code}` : `signal ${signal}`;
      resolve();
    });
  });
  const stop = async (patienceMs = 10_000) => {
    if (end !== undefined) return;
    const descendants = processTree(child.pid as number);
    child.kill('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([gone, new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)))]);
    clearTimeout(timer);
    for (const { pid, startedAt } of descendants) {
      if (readProcess(pid)?.startedAt === startedAt) process.kill(pid, 'SIGKILL');
    }
    await gone;
  };
  void gone.then(whenCutOff(() => stop()));
  return { pid: child.pid ?? -1, ended: () => end, stop };
}

/** Where a program's words go. */
export function logOf(name: string): string {
  return path.join(LOGS, `${name}.log`);
}
