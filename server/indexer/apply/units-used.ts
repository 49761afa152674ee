import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A ticket counts; it says the running total. */
export function unitsUsed(event: EventOf<'UnitsUsed'>): RowChange[] {
  const { grantId, total } = event.args;
  return [{ update: 'grants', key: Number(grantId), set: { used: Number(total) } }];
}
