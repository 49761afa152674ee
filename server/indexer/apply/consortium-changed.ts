import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** Another member gets the fee. */
export function consortiumChanged(event: EventOf<'ConsortiumChanged'>): RowChange[] {
  return [{ update: 'books', key: true, set: { consortium_id: Number(event.args.memberId) } }];
}
