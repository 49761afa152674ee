/** The last second that a date can hold. */
const LAST_DATE = 253_402_300_799;

/** A time as everybody reads it the same: UTC, to the second. */
export function formatTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** A time as a day; the furthest times that a contract can hold are no dates. */
export function formatDay(seconds: number): string {
  return seconds > LAST_DATE ? 'further notice' : new Date(seconds * 1000).toISOString().slice(0, 10);
}
