import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { purchaseRow } from './purchase-row.js';

/** A member buys access, for money or free. */
export function accessPurchased(event: EventOf<'AccessPurchased'>): RowChange[] {
  return [purchaseRow(event, 'purchase')];
}
