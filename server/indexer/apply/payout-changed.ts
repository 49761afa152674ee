import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A member is paid elsewhere, or from another amount on. */
export function payoutChanged(event: EventOf<'PayoutChanged'>): RowChange[] {
  const { account, memberId, minimum } = event.args;
  return [{ update: 'members', key: Number(memberId), set: { payout_account: account, payout_minimum: minimum } }];
}
