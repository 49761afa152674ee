import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { onItsDay } from './on-its-day.js';
import { timed } from './timed.js';

/** A seller pays back what is unearned. */
export function accessRefunded(event: EventOf<'AccessRefunded'>): RowChange[] {
  const { account, amount, grantId, memberId, sellerId } = event.args;
  return [
    {
      insert: 'refunds',
      row: {
        ...timed(event),
        grant_id: Number(grantId),
        member_id: Number(memberId),
        seller_id: Number(sellerId),
        account,
        amount,
      },
    },
    onItsDay(event, { refunded: amount }),
  ];
}
