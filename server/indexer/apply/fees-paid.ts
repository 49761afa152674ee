import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { payoutRow } from './payout-row.js';

/** The collected fee goes to the consortium's member. */
export function feesPaid(event: EventOf<'FeesPaid'>): RowChange[] {
  return [payoutRow(event, 'fee', false), { add: 'books', key: true, amounts: { fees_paid: event.args.amount } }];
}
