import type { Position } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import type { Database } from '../../store/schema.js';

/** The columns that say where an event was. */
export function placed(event: Position) {
  return { block: event.block, log_index: event.logIndex, tx_hash: event.txHash };
}

const DAY_SECONDS = 86_400;

/** Adds amounts to the totals of an event's day. */
export function onItsDay(event: Position, amounts: { [C in keyof Database['days']]?: bigint }): RowChange {
  return { add: 'days', key: Math.floor(event.blockTime / DAY_SECONDS), amounts };
}

/** The columns that say where and when an event was. */
export function timed(event: Position) {
  return { ...placed(event), block_time: event.blockTime };
}
