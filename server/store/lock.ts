import { linkSync, readFileSync, readlinkSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Someone else holds the store. */
export interface LockHolder {
  /** Who, as a person would say it. */
  heldBy: string;
}

/** Who holds a folder, as its lock file says. */
interface Holder {
  pid: number;
  /** In which numbering of processes, for containers have their own; empty: nothing is said of it. */
  numbering: string;
}

/** How often a holder shows that it is alive, and after what silence one of another container counts as gone. */
const BEAT_MS = 5_000;
const SILENCE_MS = 30_000;

/** Locks of this process: a file that names its pid and is not here was left by an earlier process with the same number. */
const held = new Set<string>();
const NUMBERING = readNumbering();

/**
 * Takes a folder for this process: two processes on one PGlite folder lose rows. The lock file appears whole or not at all.
 *
 * @param folder - The data folder; must exist.
 * @returns A function that lets go, or who holds the folder. A lock whose process is gone is taken over; of a process in another container,
 * whose number says nothing here, when it has not shown itself for half a minute.
 */
export function lockFolder(folder: string): (() => void) | LockHolder {
  const file = path.join(folder, 'lock');
  const mine = path.join(folder, `lock.${process.pid}`);
  for (;;) {
    writeFileSync(mine, `${process.pid} ${NUMBERING}`.trim());
    try {
      linkSync(mine, file);
      held.add(file);
      const beat = setInterval(() => show(file), BEAT_MS).unref();
      return () => {
        clearInterval(beat);
        held.delete(file);
        unlinkSync(file);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(mine);
    }
    const text = readText(file);
    const holder = read(text);
    if (holder !== undefined && isHeld(file, holder)) return { heldBy: nameOf(holder) };
    removeStale(file, mine, text);
  }
}

function isHeld(file: string, { numbering, pid }: Holder): boolean {
  if (isElsewhere(numbering)) return Date.now() - shownAt(file) < SILENCE_MS;
  return pid === process.pid ? held.has(file) : isAlive(pid);
}

function isElsewhere(numbering: string): boolean {
  return numbering !== '' && numbering !== NUMBERING;
}

function nameOf({ numbering, pid }: Holder): string {
  return `process ${pid}${isElsewhere(numbering) ? ' of another container' : ''}`;
}

/** Takes a dead process's lock away, and gives back what somebody else put there meanwhile. */
function removeStale(file: string, aside: string, dead: string | undefined): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isGone(error)) return;
    throw error;
  }
  if (readText(aside) !== dead) renameSync(aside, file);
  else unlinkSync(aside);
}

function show(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // A disk that is full or away is somebody else's to tell of.
  }
}

/** When its holder last showed itself, in milliseconds; never, when there is no such file. */
function shownAt(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch (error) {
    if (isGone(error)) return Number.NEGATIVE_INFINITY;
    throw error;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function read(text: string | undefined): Holder | undefined {
  const [, pid, numbering = ''] = /^(\d+) ?(\S*)/.exec(text ?? '') ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), numbering };
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** Linux names the numbering of processes that a process lives in; elsewhere there is one. */
function readNumbering(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
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
