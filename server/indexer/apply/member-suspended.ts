import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A member may no longer act. */
export function memberSuspended(event: EventOf<'MemberSuspended'>): RowChange[] {
  return [{ update: 'members', key: Number(event.args.memberId), set: { status: 'suspended' } }];
}
