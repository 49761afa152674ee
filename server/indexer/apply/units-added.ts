import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { grantChange } from './grant-change.js';

/** A renewal pays for more uses. */
export function unitsAdded(event: EventOf<'UnitsAdded'>): RowChange[] {
  return grantChange(event, { units: event.args.total });
}
