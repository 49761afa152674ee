import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { purchaseRow } from './purchase-row.js';

/** A member renews access. */
export function accessRenewed(event: EventOf<'AccessRenewed'>): RowChange[] {
  return [purchaseRow(event, 'renewal')];
}
