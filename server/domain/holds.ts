import type { Hold } from './payout-ports.js';

const MINUTE = 60;
const DAY = 86_400;

/** What failed just now. */
export type Failure = Pick<Hold, 'kind' | 'id' | 'reason' | 'account' | 'block'>;

/**
 * Holds back what failed: for a minute after the first failure, then twice as long each time, a day at most.
 *
 * @param failures - What failed.
 * @param before - The holds that count.
 * @param now - Unix seconds.
 */
export function holdBack(failures: readonly Failure[], before: readonly Hold[], now: number): Hold[] {
  const known = new Map(before.map((one) => [keyOf(one), one]));
  return failures.map((failure) => {
    const earlier = known.get(keyOf(failure));
    const count = earlier !== undefined && earlier.account === failure.account ? earlier.failures + 1 : 1;
    const since = count === 1 ? now : (earlier as Hold).since;
    return { ...failure, failures: count, since, until: now + Math.min(DAY, MINUTE * 2 ** Math.min(count - 1, 11)) };
  });
}

/** Ids of a kind that are held back now. */
export function heldNow(holds: readonly Hold[], kind: Hold['kind'], now: number): Set<number> {
  return new Set(holds.filter((one) => one.kind === kind && one.until > now).map((one) => one.id));
}

function keyOf({ kind, id }: Pick<Hold, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}
