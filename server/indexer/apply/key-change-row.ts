import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

type Changing = 'KeyAdded' | 'RolesChanged' | 'KeyRevoked' | 'KeysReplaced';

/** The row of a change of a key, or of all keys that a member has so far. */
export function keyChangeRow(
  event: EventOf<Changing>,
  address: string | null,
  said: { roles?: number; revoked?: boolean },
): RowChange {
  const { memberId } = event.args;
  const place = { block: event.block, log_index: event.logIndex, member_id: Number(memberId) };
  return { insert: 'key_changes', row: { ...place, address, roles: null, revoked: null, ...said } };
}
