import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A recovery revokes all keys of a member; the new one comes with its own event. */
export function keysReplaced(event: EventOf<'KeysReplaced'>): RowChange[] {
  return [{ updateEach: 'member_keys', key: { member_id: Number(event.args.memberId) }, set: { revoked: true } }];
}
