import type { LedgerEvent } from '../../server/chain/ledger-event.js';
import { rowChanges } from '../../server/indexer/row-changes.js';
import { foldChanges } from '../../server/store/change-set.js';
import { openCursor } from '../../server/store/cursor.js';
import type { Engine } from '../../server/store/engine.js';
import type { Cursor } from '../../server/store/move-head.js';
import { buildIndexes, postponeIndexes } from '../../server/store/postponed-indexes.js';
import { writeStretch } from '../../server/store/write-stretch.js';
import { type LifeBlock, type LifeSize, ledgerLife } from './ledger-life.js';

/** About so many events are written together, as the indexer does far behind the head. */
const STRETCH_EVENTS = 20_000;
const SAY_EVERY_MS = 10_000;

/** The chain that the store is said to be of. */
const IDENTITY = { chain_id: 31337, genesis_hash: `0x${'0'.repeat(64)}` };

/**
 * Fills an empty store with a ledger's history, by the indexer's own rows: its mapping of events, its folding, its writing.
 *
 * @param store - Brought up to date, empty.
 * @param say - Told how far it is.
 */
export async function fillStore(store: Engine, size: LifeSize, say: (line: string) => void): Promise<void> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let head: Cursor = { block: 0, block_hash: IDENTITY.genesis_hash, block_time: 0 };
  await openCursor(store.db, IDENTITY, head);
  await postponeIndexes(store);
  let blocks: LifeBlock[] = [];
  let [written, waiting, said] = [0, 0, 0];
  const write = async () => {
    head = await writeBlocks(store, head, blocks, false);
    written += waiting;
    [blocks, waiting] = [[], 0];
    if (performance.now() - said < SAY_EVERY_MS) return;
    said = performance.now();
    say(`${written.toLocaleString('en-US')} events, ${Math.round(written / seconds()).toLocaleString('en-US')} a second`);
  };
  for (const block of ledgerLife(size)) {
    blocks.push(block);
    waiting += block.events.length;
    if (waiting >= STRETCH_EVENTS) await write();
  }
  await write();
  say(`${written.toLocaleString('en-US')} events are in after ${seconds().toFixed(0)} s; building indexes …`);
  await buildIndexes(store);
  say(`indexes are there after ${seconds().toFixed(0)} s`);
}

/**
 * Writes blocks as the indexer does.
 *
 * @param canGoBack - As at the head of a chain; then it is one block.
 * @returns The new head.
 */
export async function writeBlocks(
  store: Engine,
  from: Cursor,
  blocks: readonly LifeBlock[],
  canGoBack: boolean,
): Promise<Cursor> {
  const last = blocks.at(-1);
  if (last === undefined) return from;
  const to = { block: last.header.number, block_hash: last.header.hash, block_time: last.header.time };
  const events: LedgerEvent[] = blocks.flatMap((block) => block.events);
  await writeStretch(store, {
    from,
    to,
    blocks: blocks.map(({ header }) => ({ number: header.number, hash: header.hash, time: header.time })),
    set: foldChanges(events.flatMap(rowChanges)),
    canGoBack,
  });
  return to;
}
