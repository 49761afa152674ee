import { expect } from 'chai';
import { id } from 'ethers';
import type { LedgerEvent } from '../../../server/chain/ledger-event.js';
import { rowChanges } from '../../../server/indexer/row-changes.js';
import { askOf } from '../../../server/store/ask-of.js';
import { foldChanges } from '../../../server/store/change-set.js';
import { openCursor } from '../../../server/store/cursor.js';
import type { Engine } from '../../../server/store/engine.js';
import { createMemory } from '../../../server/store/follow-up.js';
import type { Cursor } from '../../../server/store/move-head.js';
import { readyStretch } from '../../../server/store/ready-stretch.js';
import { rewind, type Stretch, writeStretch } from '../../../server/store/write-stretch.js';
import { createRandom } from '../../differential/random.js';
import { makeUpEvents } from '../../support/made-up-events.js';
import { dumpIndex } from '../../support/store-dump.js';
import { openEmptyStore } from '../../support/stores.js';
import { tellState, tellStates } from '../../support/told-state.js';

const SEED = Date.now() % 1_000_000;
const BLOCKS = 16;
/** Blocks that are written together. */
const STRETCH = 5;

const cursorAt = (block: number): Cursor => ({ block, block_hash: id(`block ${block}`), block_time: 1_000 + block });

async function openEmpty(): Promise<Engine> {
  const store = await openEmptyStore();
  const start = { block: -1, block_hash: id('before'), block_time: 0 };
  await openCursor(store.db, { chain_id: 1, genesis_hash: id('genesis') }, start);
  return store;
}

/** The blocks from one on, as one stretch. */
function stretchOf(blocks: readonly LedgerEvent[][], from: number, canGoBack: boolean): Stretch {
  const to = cursorAt(from + blocks.length - 1);
  const kept = blocks.flatMap((events, i) => (events.length > 0 || i === blocks.length - 1 ? [cursorAt(from + i)] : []));
  return {
    from: from === 0 ? { block: -1, block_hash: id('before'), block_time: 0 } : cursorAt(from - 1),
    to,
    blocks: kept.map((one) => ({ number: one.block, hash: one.block_hash, time: one.block_time })),
    set: foldChanges(blocks.flat().flatMap(rowChanges)),
    canGoBack,
  };
}

// Law 15, with everything that no demo has: freezes, suspensions, recoveries, transfers, several changes of one thing in one block.
describe(`history of a made-up ledger (seed ${SEED})`, function () {
  this.timeout(300_000);
  let said: Record<string, unknown>[];
  let blocks: LedgerEvent[][];
  let store: Engine;

  before(async () => {
    const nextBlock = makeUpEvents(createRandom(SEED));
    blocks = Array.from({ length: BLOCKS }, (_, block) => nextBlock(block));
    store = await openEmpty();
    said = [];
    for (const [block, events] of blocks.entries()) {
      await writeStretch(store, stretchOf([events], block, true));
      said.push(await tellState(store));
    }
  });
  after(() => store.close());

  it('says of every block what it said when that was the newest', async () => {
    for (const [block, state] of said.entries()) expect(await tellState(store, block), `block ${block}`).to.deep.equal(state);
  });

  it('says the same of each when all are asked at the same time', async () => {
    const blocks = said.map((_, block) => block);
    const told = await tellStates(store, [...blocks, undefined]);
    expect(told).to.deep.equal([...said, said.at(-1)]);
  });

  it('says the same when many blocks were written at once', async () => {
    const bulk = await openEmpty();
    for (let from = 0; from < BLOCKS; from += STRETCH)
      await writeStretch(bulk, stretchOf(blocks.slice(from, from + STRETCH), from, false));
    for (const [block, state] of said.entries()) expect(await tellState(bulk, block), `block ${block}`).to.deep.equal(state);
    await bulk.close();
  });

  it('has the same rows when each stretch is made ready before the two before it are written', async () => {
    const bulk = await openEmpty();
    const [ask, memory] = [askOf(bulk.db), createMemory()];
    const writes: (() => Promise<void>)[] = [];
    for (const [block, events] of blocks.entries()) {
      const stretch = stretchOf([events], block, false);
      const ready = await readyStretch(ask, stretch, memory);
      writes.push(() => writeStretch(bulk, stretch, ready));
      if (writes.length > 2) await writes.shift()?.();
    }
    for (const write of writes) await write();
    expect(await dumpIndex(bulk)).to.deep.equal(await dumpIndex(store));
    await bulk.close();
  });

  it('says the same of the blocks before those that were taken back', async () => {
    const end = BLOCKS - STRETCH;
    await rewind(store, cursorAt(BLOCKS - 1), cursorAt(end));
    expect(await tellState(store)).to.deep.equal(said[end]);
    for (let block = 0; block <= end; block++) expect(await tellState(store, block), `block ${block}`).to.deep.equal(said[block]);
  });
});
