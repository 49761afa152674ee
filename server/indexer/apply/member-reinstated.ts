import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { memberChange } from './member-change.js';

/** A suspension ends. */
export function memberReinstated(event: EventOf<'MemberReinstated'>): RowChange[] {
  return memberChange(event, { status: 'active' });
}
