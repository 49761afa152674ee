const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 3_600;
/** Each pause is shorter by up to this part of it, so that what failed together does not come back together. */
const JITTER = 0.2;
/** After so long nothing more is tried. */
const GIVE_UP_SECONDS = 3 * 86_400;

/**
 * When a message is tried again: after 5 s, 10 s, 20 s … an hour at most.
 *
 * @param failures - Attempts that have failed, this one with them.
 * @param failingSince - When the first of them did, Unix seconds.
 * @param now - Unix seconds.
 * @param random - From 0 to 1.
 * @returns Unix seconds; undefined after three days.
 */
export function nextAttemptAt(failures: number, failingSince: number, now: number, random: number): number | undefined {
  if (now - failingSince >= GIVE_UP_SECONDS) return undefined;
  const pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (failures - 1));
  return now + Math.ceil(pause * (1 - JITTER * random));
}
