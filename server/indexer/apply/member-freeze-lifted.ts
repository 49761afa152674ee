import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { memberChange } from './member-change.js';

/** A freeze ends before its time. */
export function memberFreezeLifted(event: EventOf<'MemberFreezeLifted'>): RowChange[] {
  return memberChange(event, { frozen_until: 0 });
}
