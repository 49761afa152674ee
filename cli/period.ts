const UNITS: [string, number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
];

/**
 * Writes a period as a person would.
 *
 * @param seconds - A period.
 */
export function formatPeriod(seconds: number): string {
  const fitting = UNITS.find(([, size]) => seconds % size === 0);
  return fitting === undefined ? `${seconds}s` : `${seconds / fitting[1]}${fitting[0]}`;
}

/**
 * Writes when a grant ends.
 *
 * @param seconds - Unix seconds; null without end.
 */
export function formatEnd(seconds: number | null): string {
  return seconds === null ? 'without end' : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
