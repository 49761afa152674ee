import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from '../../scripts/bundle.mjs';
import { ROOT, WORK } from '../index/places.js';
import type { Task } from './indexer.js';

/** An index in a process of its own that can be killed at any moment, and is started again when it ends by itself. */
export interface Victim {
  start(): void;
  /** Kills it on the spot; resolves when it is gone. */
  kill(): Promise<void>;
  /** The last block that it has said it reached. */
  block(): number;
  /** What it said last when it did not go on. */
  problem(): string;
}

const RESTART_MS = 100;

/** Makes one file of the index, so that a thousand starts take their time for the index. */
export function bundleIndexer(): string {
  const outfile = path.join(ROOT, 'cache-faults', 'indexer.mjs');
  bundle(path.join(ROOT, 'bench', 'faults', 'indexer.ts'), outfile);
  return outfile;
}

/**
 * Prepares an index.
 *
 * @param program - As {@link bundleIndexer} made it.
 * @param task - Where it reads and writes.
 */
export function createVictim(program: string, task: Task): Victim {
  const file = path.join(WORK, 'faults', 'task.json');
  writeFileSync(file, JSON.stringify(task));
  let child: ChildProcess | undefined;
  let wanted = false;
  let block = -1;
  let problem = '';
  const start = (): void => {
    wanted = true;
    const started = spawn(process.execPath, [program, file], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    let rest = '';
    started.stdout.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() as string;
      for (const line of lines) {
        const [word, ...words] = line.split(' ');
        if (word === 'block') block = Number(words[0]);
        else if (word === 'rewind') block = Number(words[1]);
        else problem = words.join(' ');
      }
    });
    started.stderr.on('data', (chunk) => (problem = String(chunk).slice(0, 2_000)));
    // One that a fault made end at its start is started again, as a service manager would.
    started.once('exit', () => setTimeout(() => wanted && child === started && start(), RESTART_MS));
  };
  return {
    start,
    async kill() {
      wanted = false;
      const victim = child;
      if (victim === undefined || victim.exitCode !== null || victim.signalCode !== null) return;
      const gone = new Promise((resolve) => victim.once('exit', resolve));
      victim.kill('SIGKILL');
      await gone;
    },
    block: () => block,
    problem: () => problem,
  };
}
