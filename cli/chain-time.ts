import type { Ledger } from '../sdk/ledger.js';

const SECONDS_PER_DAY = 86_400;

/**
 * The time that counts: the later of the head's and our clock, because an idle chain makes no blocks.
 *
 * @returns Unix seconds.
 */
export async function laterTime(ledger: Ledger): Promise<number> {
  const head = await ledger.members.runner?.provider?.getBlock('latest');
  return Math.max(head?.timestamp ?? 0, Math.floor(Date.now() / 1000));
}

/**
 * A time some days from now.
 *
 * @returns Unix seconds.
 */
export async function daysFromNow(ledger: Ledger, days: number): Promise<number> {
  return (await laterTime(ledger)) + days * SECONDS_PER_DAY;
}
