import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Someone else holds the store. */
export interface LockHolder {
  /** Who, as a person would say it. */
  heldBy: string;
}

/** Locks of this process: a file that names its pid and is not here was left by an earlier process with the same number. */
const held = new Set<string>();

/**
 * Takes a folder for this process: two processes on one PGlite folder lose rows. The lock file appears whole or not at all.
 *
 * @param folder - The data folder; must exist.
 * @returns A function that lets go, or who holds the folder. A lock whose process is gone is taken over.
 */
export function lockFolder(folder: string): (() => void) | LockHolder {
  const file = path.join(folder, 'lock');
  const mine = path.join(folder, `lock.${process.pid}`);
  for (;;) {
    writeFileSync(mine, String(process.pid));
    try {
      linkSync(mine, file);
      held.add(file);
      return () => {
        held.delete(file);
        unlinkSync(file);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(mine);
    }
    const heldBy = readPid(file);
    if (heldBy === process.pid ? held.has(file) : isAlive(heldBy)) return { heldBy: `process ${heldBy}` };
    removeStale(file, mine, heldBy);
  }
}

/** Takes a dead process's lock away, and gives back what somebody else put there meanwhile. */
function removeStale(file: string, aside: string, dead: number): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (!Object.is(readPid(aside), dead)) renameSync(aside, file);
  else unlinkSync(aside);
}

/** NaN when there is no such file, or no number in it. */
function readPid(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Number.NaN;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
