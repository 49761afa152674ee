import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A suspension ends. */
export function memberReinstated(event: EventOf<'MemberReinstated'>): RowChange[] {
  return [{ update: 'members', key: Number(event.args.memberId), set: { status: 'active' } }];
}
