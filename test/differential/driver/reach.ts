/** How often each thing happened. */
export type Reach = Map<string, number>;

/** Counts one more. */
export function reach(counts: Reach, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
