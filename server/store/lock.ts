import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Someone else holds the folder. */
export interface LockHolder {
  heldBy: number;
}

/** Locks of this process: a file that names its pid and is not here was left by an earlier process with the same number. */
const held = new Set<string>();

/**
 * Takes a folder for this process: two processes on one PGlite folder lose rows.
 *
 * @param folder - The data folder; must exist.
 * @returns A function that lets go, or who holds the folder. A lock whose process is gone is taken over.
 */
export function lockFolder(folder: string): (() => void) | LockHolder {
  const file = path.join(folder, 'lock');
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      held.add(file);
      return () => {
        held.delete(file);
        unlinkSync(file);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const heldBy = Number(readFileSync(file, 'utf8'));
    if (heldBy === process.pid ? held.has(file) : isAlive(heldBy)) return { heldBy };
    unlinkSync(file);
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
