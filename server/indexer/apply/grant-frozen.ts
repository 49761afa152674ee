import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { endOf } from './end-of.js';

/** The auditor halts a grant; its end moves with it. */
export function grantFrozen(event: EventOf<'GrantFrozen'>): RowChange[] {
  const { end, grantId, until } = event.args;
  return [{ update: 'grants', key: Number(grantId), set: { frozen_until: Number(until), ends_at: endOf(end) } }];
}
