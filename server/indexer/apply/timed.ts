import type { Position } from '../../chain/ledger-event.js';

/** The columns that say where and when an event was. */
export function timed(event: Position) {
  return {
    block_hash: event.blockHash,
    log_index: event.logIndex,
    block: event.block,
    block_time: event.blockTime,
    tx_hash: event.txHash,
  };
}
