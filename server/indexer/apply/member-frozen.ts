import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** The auditor halts a member. */
export function memberFrozen(event: EventOf<'MemberFrozen'>): RowChange[] {
  const { memberId, until } = event.args;
  return [{ update: 'members', key: Number(memberId), set: { frozen_until: Number(until) } }];
}
