import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { grantChange } from './grant-change.js';

/** A grant ends before its time. */
export function grantEnded(event: EventOf<'GrantEnded'>): RowChange[] {
  const { end, units } = event.args;
  return grantChange(event, { end, units });
}
