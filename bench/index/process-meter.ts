import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 50;
/** Clock ticks per second and bytes per page, as Linux has them on every platform that we know. */
const TICKS = 100;
const PAGE = 4096;

/** One process, as /proc shows it. */
interface Process {
  pid: number;
  parent: number;
  /** In clock ticks since the machine's start: with the id it tells one process from a later one. */
  startedAt: number;
  cpuSeconds: number;
  residentBytes: number;
}

/** What a program took, with all that it started. */
export interface Usage {
  cpuSeconds: number;
  /** Highest sum of resident memory; what processes share counts in each. */
  peakBytes: number;
}

/** Watches a program. */
export interface ProcessMeter {
  stop(): Usage;
}

/**
 * A process and everything that it started, parents first.
 *
 * @param root - Its id.
 */
export function processTree(root: number): Process[] {
  const children = new Map<number, Process[]>();
  let first: Process | undefined;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const one = readProcess(Number(entry));
    if (one === undefined) continue;
    if (one.pid === root) first = one;
    const siblings = children.get(one.parent);
    if (siblings === undefined) children.set(one.parent, [one]);
    else siblings.push(one);
  }
  const found = first === undefined ? [] : [first];
  for (let i = 0; i < found.length; i++) found.push(...(children.get((found[i] as Process).pid) ?? []));
  return found;
}

/**
 * Measures CPU and memory of a process tree until it is stopped. A process that begins and ends between two looks is not seen.
 *
 * @param root - Id of the first process.
 */
export function meterProcess(root: number): ProcessMeter {
  const before = new Map(processTree(root).map((one) => [one.pid, one.cpuSeconds]));
  const cpu = new Map<number, number>();
  let peakBytes = 0;
  const look = () => {
    const tree = processTree(root);
    for (const one of tree) cpu.set(one.pid, one.cpuSeconds);
    peakBytes = Math.max(
      peakBytes,
      tree.reduce((sum, one) => sum + one.residentBytes, 0),
    );
  };
  look();
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      let cpuSeconds = 0;
      for (const [pid, seconds] of cpu) cpuSeconds += seconds - (before.get(pid) ?? 0);
      return { cpuSeconds, peakBytes };
    },
  };
}

/** A process as `/proc/<pid>/stat` shows it: the name stands in brackets and may hold anything, so fields count from its end. */
export function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const at = (index: number) => Number(fields[index]);
    return { pid, parent: at(1), startedAt: at(19), cpuSeconds: (at(11) + at(12)) / TICKS, residentBytes: at(21) * PAGE };
  } catch {
    return undefined;
  }
}
