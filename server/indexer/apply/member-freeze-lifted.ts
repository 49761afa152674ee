import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A freeze ends before its time. */
export function memberFreezeLifted(event: EventOf<'MemberFreezeLifted'>): RowChange[] {
  return [{ update: 'members', key: Number(event.args.memberId), set: { frozen_until: 0 } }];
}
