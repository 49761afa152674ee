import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { onItsDay } from './on-its-day.js';
import { payoutRow } from './payout-row.js';

/** A member is paid. */
export function paidOut(event: EventOf<'PaidOut'>): RowChange[] {
  const { memberId, amount } = event.args;
  return [
    payoutRow(event, 'credit', false),
    { add: 'accounts', key: Number(memberId), amounts: { paid: amount } },
    { add: 'books', key: true, amounts: { paid_out: amount } },
    onItsDay(event, { paid_out: amount }),
  ];
}
