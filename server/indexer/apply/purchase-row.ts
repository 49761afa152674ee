import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { timed } from './timed.js';

/** The row of a purchase or a renewal. */
export function purchaseRow(event: EventOf<'AccessPurchased' | 'AccessRenewed'>, kind: 'purchase' | 'renewal'): RowChange {
  const { args } = event;
  return {
    insert: 'purchases',
    row: {
      ...timed(event),
      kind,
      grant_id: Number(args.grantId),
      member_id: Number(args.memberId),
      offer_id: Number(args.offerId),
      version_id: Number(args.versionId),
      table_id: Number(args.tableId),
      amount: args.amount,
      units: Number(args.units),
    },
  };
}
