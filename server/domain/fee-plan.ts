import type { FeesDue, PayoutSettings } from './payout-ports.js';

/**
 * Whether the runner pays the fees now: some wait, somebody gets them, and the last payment is long enough ago.
 *
 * @param fees - As the index has them.
 * @param settings - How often.
 * @param now - Unix seconds.
 */
export function paysFees(fees: FeesDue, { feesSeconds }: Pick<PayoutSettings, 'feesSeconds'>, now: number): boolean {
  if (feesSeconds === 0 || fees.memberId === 0 || BigInt(fees.waiting) === 0n) return false;
  return fees.lastPaidAt === null || now - fees.lastPaidAt >= feesSeconds;
}
