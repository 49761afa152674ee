import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { keyChangeRow } from './key-change-row.js';

/** A key stops acting, for ever. */
export function keyRevoked(event: EventOf<'KeyRevoked'>): RowChange[] {
  const { key } = event.args;
  return [{ update: 'member_keys', key, set: { revoked: true } }, keyChangeRow(event, key, { revoked: true })];
}
