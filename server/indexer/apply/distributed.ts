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
        sales_from: args.salesFrom,
        sales_to: args.salesTo,
        royalties_from: args.royaltiesFrom,
        royalties_to: args.royaltiesTo,
      },
    },
    {
      add: 'table_totals',
      key: { table_id: table },
      amounts: {
        sales_done: args.salesTo - args.salesFrom,
        royalties_done: args.royaltiesTo - args.royaltiesFrom,
        given: given.reduce((sum, amount) => sum + amount, 0n),
      },
    },
    {
      credit: {
        block_hash: event.blockHash,
        log_index: event.logIndex,
        block: event.block,
        table_id: table,
        amounts: given,
      },
    },
  ];
}
