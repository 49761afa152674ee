import { unpackAmounts } from '../../../sdk/entry.js';
import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { timed } from './timed.js';

/** A table's new revenue moves to its payees. Two amounts fill a word, so an odd table has an empty last place. */
export function distributed(event: EventOf<'Distributed'>): RowChange[] {
  const { args } = event;
  const table = Number(args.tableId);
  const given = unpackAmounts(args.amounts, args.amounts.length * 2);
  return [
    {
      insert: 'distributions',
      row: {
        ...timed(event),
        table_id: table,
        sales_settled: args.salesSettled,
        royalties_settled: args.royaltiesSettled,
      },
    },
    {
      add: 'table_totals',
      key: table,
      amounts: {
        given: given.reduce((sum, amount) => sum + amount, 0n),
      },
    },
    {
      update: 'table_totals',
      key: table,
      set: { sales_done: args.salesSettled, royalties_done: args.royaltiesSettled },
    },
    {
      credit: {
        log_index: event.logIndex,
        block: event.block,
        table_id: table,
        amounts: given,
      },
    },
  ];
}
