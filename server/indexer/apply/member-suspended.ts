import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { memberChange } from './member-change.js';

/** A member may no longer act. */
export function memberSuspended(event: EventOf<'MemberSuspended'>): RowChange[] {
  return memberChange(event, { status: 'suspended' });
}
