import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { endOf } from './end-of.js';

/** A freeze ends before its time, and gives back what it had added to the end. */
export function grantFreezeLifted(event: EventOf<'GrantFreezeLifted'>): RowChange[] {
  const { end, grantId } = event.args;
  return [{ update: 'grants', key: Number(grantId), set: { frozen_until: 0, ends_at: endOf(end) } }];
}
