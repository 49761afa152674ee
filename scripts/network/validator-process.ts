import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerError } from '../../sdk/errors.js';
import { NODE_BINARY } from './engine.js';

/** A node that still runs after that is killed; it loses nothing, but replays more when it starts. */
const LONGEST_STOP_MS = 30_000;

/** The process of a validator's node, when it runs. */
export function pidOf(home: string): number | undefined {
  const file = path.join(home, 'pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  return isNodeOf(home, pid) ? pid : undefined;
}

/** A number may belong to another program by now, or to another validator's node. */
function isNodeOf(home: string, pid: number): boolean {
  return commandOf(pid).includes(path.join(home, 'node.json'));
}

/** With which command a process was started; nothing when there is none. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return existsSync('/proc/self')
      ? ''
      : (spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '');
  }
}

/**
 * Starts a node in the background; what it says goes to `out.log` beside it.
 *
 * @param home - The validator's folder.
 * @param settings - Its settings file.
 */
export function startNode(home: string, settings: string): number {
  const running = pidOf(home);
  if (running !== undefined) return running;
  const out = openSync(path.join(home, 'out.log'), 'a');
  const child = spawn(NODE_BINARY, ['--config-file', settings], { stdio: ['ignore', out, out], detached: true });
  child.unref();
  const pid = child.pid as number;
  writeFileSync(path.join(home, 'pid'), String(pid));
  return pid;
}

/**
 * Stops a node, and waits until it is gone.
 *
 * @returns How it ended; undefined when it did not run.
 */
export async function stopNode(home: string): Promise<'stopped' | 'killed' | undefined> {
  const pid = pidOf(home);
  if (pid === undefined) return undefined;
  process.kill(pid, 'SIGTERM');
  let outcome: 'stopped' | 'killed' = 'stopped';
  for (const since = Date.now(); pidOf(home) !== undefined; await sleep(100)) {
    if (outcome === 'killed' || Date.now() - since < LONGEST_STOP_MS) continue;
    process.kill(pid, 'SIGKILL');
    outcome = 'killed';
  }
  rmSync(path.join(home, 'pid'), { force: true });
  return outcome;
}

/**
 * Waits for something that a node does.
 *
 * @param ask - Undefined or a refusal: not yet.
 * @param home - The node's folder: when its process ends, so does the waiting.
 * @throws `VALIDATOR_ENDED`, `VALIDATOR_SLOW`.
 */
export async function waitFor<T>(home: string, what: string, limitMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  let last = 'no answer';
  for (const since = Date.now(); ; await sleep(200)) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = 'not yet';
    } catch (error) {
      last = (error as Error).message;
    }
    const details = { validator: path.basename(home), what, log: path.join(home, 'out.log'), problem: last };
    if (pidOf(home) === undefined) throw new LedgerError('VALIDATOR_ENDED', details);
    if (Date.now() - since > limitMs) throw new LedgerError('VALIDATOR_SLOW', { ...details, seconds: limitMs / 1000 });
  }
}
