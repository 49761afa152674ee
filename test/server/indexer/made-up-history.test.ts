import { expect } from 'chai';
import { id } from 'ethers';
import type { LedgerEvent } from '../../../server/chain/ledger-event.js';
import { rowChanges } from '../../../server/indexer/row-changes.js';
import { foldChanges } from '../../../server/store/change-set.js';
import { openCursor } from '../../../server/store/cursor.js';
import type { Engine } from '../../../server/store/engine.js';
import type { Cursor } from '../../../server/store/move-head.js';
import { openStore } from '../../../server/store/open.js';
import { rewind, writeStretch } from '../../../server/store/write-stretch.js';
import { createRandom } from '../../differential/random.js';
import { makeUpEvents } from '../../support/made-up-events.js';
import { emptyStore } from '../../support/stores.js';
import { tellState, tellStates } from '../../support/told-state.js';

const SEED = Date.now() % 1_000_000;
const BLOCKS = 16;
/** Blocks that are written together. */
const STRETCH = 5;

const cursorAt = (block: number): Cursor => ({ block, block_hash: id(`block ${block}`), block_time: 1_000 + block });

async function openEmpty(): Promise<Engine> {
  const store = (await openStore(await emptyStore())) as Engine;
  const start = { block: -1, block_hash: id('before'), block_time: 0 };
  await openCursor(store.db, { chain_id: 1, genesis_hash: id('genesis') }, start);
  return store;
}

/** Writes the blocks that follow the store's head, as one stretch. */
async function write(store: Engine, blocks: readonly LedgerEvent[][], from: number, canGoBack: boolean): Promise<void> {
  const to = cursorAt(from + blocks.length - 1);
  const kept = blocks.flatMap((events, i) => (events.length > 0 || i === blocks.length - 1 ? [cursorAt(from + i)] : []));
  await writeStretch(store, {
    from: from === 0 ? { block: -1, block_hash: id('before'), block_time: 0 } : cursorAt(from - 1),
    to,
    blocks: kept.map((one) => ({ number: one.block, hash: one.block_hash, time: one.block_time })),
    set: foldChanges(blocks.flat().flatMap(rowChanges)),
    canGoBack,
  });
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
      await write(store, [events], block, true);
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
    for (let from = 0; from < BLOCKS; from += STRETCH) await write(bulk, blocks.slice(from, from + STRETCH), from, false);
    for (const [block, state] of said.entries()) expect(await tellState(bulk, block), `block ${block}`).to.deep.equal(state);
    await bulk.close();
  });

  it('says the same of the blocks before those that were taken back', async () => {
    const end = BLOCKS - STRETCH;
    await rewind(store, cursorAt(BLOCKS - 1), cursorAt(end));
    expect(await tellState(store)).to.deep.equal(said[end]);
    for (let block = 0; block <= end; block++) expect(await tellState(store, block), `block ${block}`).to.deep.equal(said[block]);
  });
});
