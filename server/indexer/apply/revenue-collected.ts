import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { onItsDay } from './on-its-day.js';
import { timed } from './timed.js';

/** A market brings a price: the fee to the consortium, the rest to the payee table. */
export function revenueCollected(event: EventOf<'RevenueCollected'>): RowChange[] {
  const { amount, fee, grantId, memberId, tableId } = event.args;
  const table = Number(tableId);
  return [
    {
      insert: 'collections',
      row: { ...timed(event), table_id: table, member_id: Number(memberId), grant_id: Number(grantId), amount, fee },
    },
    { add: 'table_totals', key: table, amounts: { sales_total: amount - fee } },
    { add: 'books', key: true, amounts: { collected: amount, fees: fee } },
    onItsDay(event, { collected: amount, fees: fee, sales: 1n }),
  ];
}
