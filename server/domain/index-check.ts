import type { Difference } from './reconciliation.js';

/** What one side says of a thing, by name; undefined: this side can't tell. */
export type Facts = Record<string, string | undefined>;

/** One kind of thing that both sides know, by ascending ids from 1. */
export interface Checked {
  kind: string;
  /** How many there are, as the contracts say. */
  count: number;
  /** The index's rows after an id, at most so many. */
  index(after: number, limit: number): Promise<{ id: number; facts: Facts }[]>;
  contract(id: number): Promise<Facts>;
}

/** What a check found. */
export interface CheckReport {
  /** Things compared, by kind. */
  compared: Record<string, number>;
  differences: Difference[];
}

const PAGE = 500;
/** Questions to the node at a time. */
const IN_FLIGHT = 16;
/** After so many, more of them say nothing new. */
const MOST_DIFFERENCES = 1_000;

/**
 * Compares everything that the index holds with what the contracts say at the same block.
 *
 * @param kinds - What is compared.
 * @param onProgress - Called now and then.
 */
export async function checkIndex(
  kinds: readonly Checked[],
  onProgress: (kind: string, done: number, count: number) => void,
): Promise<CheckReport> {
  const report: CheckReport = { compared: {}, differences: [] };
  for (const kind of kinds) {
    let last = 0;
    let done = 0;
    while (report.differences.length < MOST_DIFFERENCES) {
      const rows = await kind.index(last, PAGE);
      for (let i = 0; i < rows.length; i += IN_FLIGHT) {
        const some = rows.slice(i, i + IN_FLIGHT);
        const theirs = await Promise.all(some.map((row) => kind.contract(row.id)));
        for (const [at, row] of some.entries()) report.differences.push(...compare(kind.kind, row, theirs[at] as Facts));
      }
      done += rows.length;
      onProgress(kind.kind, done, kind.count);
      if (rows.length < PAGE) break;
      last = rows.at(-1)?.id ?? last;
    }
    // A count that was broken off says nothing.
    const whole = report.differences.length < MOST_DIFFERENCES;
    if (whole && done !== kind.count) {
      report.differences.push({ what: `number of ${pluralOf(kind.kind)}`, index: String(done), contracts: String(kind.count) });
    }
    report.compared[kind.kind] = done;
  }
  return report;
}

/** Terms are many by themselves. */
export function pluralOf(kind: string): string {
  return kind.endsWith('s') ? kind : `${kind}s`;
}

function compare(kind: string, { facts, id }: { id: number; facts: Facts }, theirs: Facts): Difference[] {
  return Object.entries(facts).flatMap(([name, mine]) => {
    const other = theirs[name];
    if (mine === undefined || other === undefined || mine === other) return [];
    return [{ what: `${kind} ${id}, ${name}`, index: mine, contracts: other }];
  });
}
