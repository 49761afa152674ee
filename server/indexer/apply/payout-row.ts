import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { timed } from './timed.js';

/** The row of a transfer to a member, made or refused. */
export function payoutRow(
  event: EventOf<'PaidOut' | 'PayoutFailed' | 'FeesPaid'>,
  kind: 'credit' | 'fee',
  failed: boolean,
): RowChange {
  const { account, amount, memberId } = event.args;
  return {
    insert: 'payouts',
    row: { ...timed(event), kind, member_id: Number(memberId), account, amount, failed },
  };
}
