import { expect } from 'chai';
import type { Sync } from '../../../server/indexer/sync.js';
import { createRandom } from '../../differential/random.js';
import { type ChainPlayer, playChain } from '../../support/chain-player.js';
import { openPlayedIndex, type PlayedIndex } from '../../support/played-index.js';
import { type RecordedChain, recordChain } from '../../support/recorded-chain.js';
import { TIMELESS, tellState } from '../../support/told-state.js';

const SEED = Date.now() % 1_000_000;
/** Blocks between two looks, at most. */
const STRIDE = 60;

// Law 15: what the API says as of a block is what it said when that block was the newest.
describe(`history of a recorded ledger (seed ${SEED})`, function () {
  this.timeout(300_000);
  const random = createRandom(SEED);
  let record: RecordedChain;
  let player: ChainPlayer;
  let index: PlayedIndex;
  let sync: Sync;

  before(async () => {
    record = await recordChain();
  });
  beforeEach(async () => {
    player = await playChain(record, random, 20);
    index = await openPlayedIndex(record, player);
    sync = await index.start();
    await sync.reached(player.head());
  });
  afterEach(async () => {
    await sync.stop();
    await index.close();
    await player.close();
  });

  /** Goes on by some blocks, and keeps what is said of each place where it stops. */
  const goOn = async (said: Map<number, object>, blocks: number): Promise<void> => {
    const end = player.head() + Math.min(blocks, player.left());
    while (player.head() < end) {
      player.mine(Math.min(1 + random.below(STRIDE), end - player.head()));
      await sync.reached(player.head());
      said.set(player.head(), await tellState(index.store));
    }
  };

  const expectSame = async (said: Map<number, object>): Promise<void> => {
    for (const [block, state] of said) expect(await tellState(index.store, block), `block ${block}`).to.deep.equal(state);
  };

  it('says of every block what it said when that was the newest', async () => {
    const said = new Map<number, object>();
    await goOn(said, record.blocks.length);
    expect(said.size).to.be.greaterThan(5);
    const last = [...said.values()].at(-1) as Record<string, unknown>;
    for (const name of TIMELESS) expect(Object.keys(last).some((key) => key.startsWith(`${name} `))).to.equal(true);
    await expectSame(said);
  });

  it('says the same of blocks that stay when others are taken back, and of those that come instead', async () => {
    const said = new Map<number, object>();
    await goOn(said, 150);
    const turn = player.head() - 30;
    player.fork(30);
    await sync.reached(player.head());
    for (const block of said.keys()) if (block > turn) said.delete(block);
    await goOn(said, 60);
    expect(index.rewinds).to.have.length(1);
    await expectSame(said);
  });
});
