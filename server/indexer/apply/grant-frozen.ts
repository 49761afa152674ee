import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** The auditor halts a grant. */
export function grantFrozen(event: EventOf<'GrantFrozen'>): RowChange[] {
  const { grantId, until } = event.args;
  return [{ update: 'grants', key: { id: Number(grantId) }, set: { frozen_until: Number(until) } }];
}
