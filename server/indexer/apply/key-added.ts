import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A key is bound to a member. */
export function keyAdded(event: EventOf<'KeyAdded'>): RowChange[] {
  const { key, memberId, roles } = event.args;
  return [
    {
      insert: 'member_keys',
      row: { address: key, member_id: Number(memberId), roles: Number(roles), revoked: false, block: event.block },
    },
  ];
}
