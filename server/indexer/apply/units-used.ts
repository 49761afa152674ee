import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { grantChange } from './grant-change.js';

/** A ticket counts; it says the running total. */
export function unitsUsed(event: EventOf<'UnitsUsed'>): RowChange[] {
  return grantChange(event, { used: event.args.total });
}
