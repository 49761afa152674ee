import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { grantChange } from './grant-change.js';

/** The auditor halts a grant; its end moves with it. */
export function grantFrozen(event: EventOf<'GrantFrozen'>): RowChange[] {
  const { end, until } = event.args;
  return grantChange(event, { end, frozenUntil: until });
}
