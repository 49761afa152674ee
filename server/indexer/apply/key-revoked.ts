import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A key stops acting, for ever. */
export function keyRevoked(event: EventOf<'KeyRevoked'>): RowChange[] {
  return [{ update: 'member_keys', key: event.args.key, set: { revoked: true } }];
}
