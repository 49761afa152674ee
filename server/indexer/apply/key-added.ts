import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { keyChangeRow } from './key-change-row.js';

/** A key is bound to a member. */
export function keyAdded(event: EventOf<'KeyAdded'>): RowChange[] {
  const { key, memberId, roles } = event.args;
  const said = { roles: Number(roles), revoked: false };
  return [
    { insert: 'member_keys', row: { address: key, member_id: Number(memberId), ...said, block: event.block } },
    keyChangeRow(event, key, said),
  ];
}
