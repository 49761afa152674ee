import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { memberChange } from './member-change.js';

/** The auditor halts a member. */
export function memberFrozen(event: EventOf<'MemberFrozen'>): RowChange[] {
  return memberChange(event, { frozen_until: Number(event.args.until) });
}
