import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A key may do other things than before. */
export function rolesChanged(event: EventOf<'RolesChanged'>): RowChange[] {
  const { key, roles } = event.args;
  return [{ update: 'member_keys', key: key, set: { roles: Number(roles) } }];
}
