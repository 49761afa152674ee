import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A renewal pays for more uses. */
export function unitsAdded(event: EventOf<'UnitsAdded'>): RowChange[] {
  const { grantId, total } = event.args;
  return [{ update: 'grants', key: Number(grantId), set: { units: Number(total) } }];
}
