import type { Position } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import type { Database } from '../../store/schema.js';

const DAY_SECONDS = 86_400;

/** Adds amounts to the totals of an event's day. */
export function onItsDay(event: Position, amounts: { [C in keyof Database['days']]?: bigint }): RowChange {
  return { add: 'days', key: Math.floor(event.blockTime / DAY_SECONDS), amounts };
}
