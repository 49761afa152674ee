import { NO_END } from '../../../sdk/ids.js';

/** The end of a grant as rows hold it: null without end. */
export function endOf(end: bigint): number | null {
  return Number(end) === NO_END ? null : Number(end);
}
