import type { LedgerEvent } from '../chain/ledger-event.js';
import type { Header } from '../chain/node.js';
import type { Range } from '../chain/read-range.js';
import { foldChanges } from '../store/change-set.js';
import type { Cursor } from '../store/move-head.js';
import { REWIND_DEPTH } from '../store/undo.js';
import type { Stretch } from '../store/write-stretch.js';
import { rowChanges } from './row-changes.js';

/** The head of the index after a block. */
export function cursorOf({ hash, number, time }: Header): Cursor {
  return { block: number, block_hash: hash, block_time: time };
}

/**
 * Cuts a range into stretches to write: one for all that is too old to be taken back, then one for each block, so that each can be.
 *
 * @param range - Blocks in order.
 * @param from - The head that they follow.
 * @param finalBlock - The latest block that the node has told of.
 */
export function* cutStretches(range: Range, from: Cursor, finalBlock: number): Generator<Stretch> {
  const young = range.headers.findIndex((header) => header.number > finalBlock - REWIND_DEPTH);
  const oldest = young === -1 ? range.headers.length : young;
  const lots = [range.headers.slice(0, oldest), ...range.headers.slice(oldest).map((header) => [header])];
  const events = Map.groupBy(range.events, (event) => event.block);
  let before = from;
  for (const [i, headers] of lots.entries()) {
    const last = headers.at(-1);
    if (last === undefined) continue;
    const to = cursorOf(last);
    yield stretchOf(headers, events, before, to, i > 0);
    before = to;
  }
}

function stretchOf(
  headers: readonly Header[],
  events: ReadonlyMap<number, LedgerEvent[]>,
  from: Cursor,
  to: Cursor,
  canGoBack: boolean,
): Stretch {
  const kept = headers.filter(({ number }) => number === to.block || events.has(number));
  const changes = headers.flatMap(({ number }) => events.get(number) ?? []).flatMap(rowChanges);
  return {
    from,
    to,
    blocks: kept.map(({ hash, number, time }) => ({ number, hash, time })),
    set: foldChanges(changes),
    canGoBack,
  };
}
