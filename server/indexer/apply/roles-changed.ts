import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { keyChangeRow } from './key-change-row.js';

/** A key may do other things than before. */
export function rolesChanged(event: EventOf<'RolesChanged'>): RowChange[] {
  const { key, roles } = event.args;
  const said = { roles: Number(roles) };
  return [{ update: 'member_keys', key, set: said }, keyChangeRow(event, key, said)];
}
