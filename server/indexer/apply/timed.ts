import type { Position } from '../../chain/ledger-event.js';

/** The columns that say where an event was. */
export function placed(event: Position) {
  return { block: event.block, log_index: event.logIndex, tx_hash: event.txHash };
}

/** The columns that say where and when an event was. */
export function timed(event: Position) {
  return { ...placed(event), block_time: event.blockTime };
}
