import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A grant ends before its time. */
export function grantEnded(event: EventOf<'GrantEnded'>): RowChange[] {
  const { end, grantId, units } = event.args;
  return [{ update: 'grants', key: Number(grantId), set: { ends_at: Number(end), units: Number(units) } }];
}
