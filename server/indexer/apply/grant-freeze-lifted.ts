import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A freeze ends before its time. */
export function grantFreezeLifted(event: EventOf<'GrantFreezeLifted'>): RowChange[] {
  return [{ update: 'grants', key: { id: Number(event.args.grantId) }, set: { frozen_until: 0 } }];
}
