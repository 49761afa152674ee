import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { keyChangeRow } from './key-change-row.js';

/** A recovery revokes all keys of a member; the new one comes with its own event. */
export function keysReplaced(event: EventOf<'KeysReplaced'>): RowChange[] {
  return [{ revokeKeysOf: Number(event.args.memberId) }, keyChangeRow(event, null, { revoked: true })];
}
