/** What a day moved, in base units. */
interface Day {
  /** Like 2026-11-28 (UTC). */
  day: string;
  collected: string;
  fees: string;
  paidOut: string;
}

/** What a week moved, in base units. */
export interface Week {
  /** Its Monday, Unix seconds (UTC). */
  start: number;
  /** What buyers paid, less the fee. */
  revenue: bigint;
  paidOut: bigint;
}

const DAY = 86_400;
const WEEK = 7 * DAY;
/** The first Monday of Unix time: 5 January 1970. */
const MONDAY = 4 * DAY;

/**
 * Adds days up to weeks from the first one to the last; weeks without a movement are there too.
 *
 * @param days - In order; days with nothing may be left out.
 */
export function toWeeks(days: readonly Day[]): Week[] {
  const sums = new Map<number, Week>();
  for (const { collected, day, fees, paidOut } of days) {
    const seconds = Date.parse(day) / 1000;
    const start = seconds - ((seconds - MONDAY) % WEEK);
    const before = sums.get(start) ?? { start, revenue: 0n, paidOut: 0n };
    const revenue = before.revenue + BigInt(collected) - BigInt(fees);
    sums.set(start, { start, revenue, paidOut: before.paidOut + BigInt(paidOut) });
  }
  const [first, last] = [Math.min(...sums.keys()), Math.max(...sums.keys())];
  const weeks: Week[] = [];
  for (let start = first; start <= last; start += WEEK) weeks.push(sums.get(start) ?? { start, revenue: 0n, paidOut: 0n });
  return weeks;
}
