import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { memberChange } from './member-change.js';

/** A member is paid elsewhere, or from another amount on. */
export function payoutChanged(event: EventOf<'PayoutChanged'>): RowChange[] {
  const { account, minimum } = event.args;
  return memberChange(event, { payout_account: account, payout_minimum: minimum });
}
