import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { payoutRow } from './payout-row.js';

/** The token refused a payout; the credit stays. */
export function payoutFailed(event: EventOf<'PayoutFailed'>): RowChange[] {
  return [payoutRow(event, 'credit', true)];
}
