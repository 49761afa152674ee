import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { grantChange } from './grant-change.js';

/** A freeze ends before its time, and gives back what it had added to the end. */
export function grantFreezeLifted(event: EventOf<'GrantFreezeLifted'>): RowChange[] {
  return grantChange(event, { end: event.args.end, frozenUntil: 0n });
}
