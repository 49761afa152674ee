import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** The fee of later purchases changes. */
export function feeChanged(event: EventOf<'FeeChanged'>): RowChange[] {
  return [{ update: 'books', key: true, set: { fee_bps: Number(event.args.feeBps) } }];
}
