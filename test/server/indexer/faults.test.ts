import { expect } from 'chai';
import type { Sync } from '../../../server/indexer/sync.js';
import { REWIND_DEPTH } from '../../../server/store/undo.js';
import { createRandom } from '../../differential/random.js';
import { FAULTS, type Fault, playChain } from '../../support/chain-player.js';
import { dumpFresh, openPlayedIndex } from '../../support/played-index.js';
import { recordChain } from '../../support/recorded-chain.js';
import { dumpIndex } from '../../support/store-dump.js';

const SEED = Date.now() % 1_000_000;
const ROUNDS = 30;
/** By then, every fault has happened so often, unless something is wrong with the faults. */
const [MOST_ROUNDS, ENOUGH] = [400, 2];
const LONGEST_PAUSE_MS = 60;

/** A node that drops, delays, cuts, limits, lags, lies and forgets, and a chain that turns, from the first block to the last. */
describe(`index between faults (seed ${SEED})`, function () {
  this.timeout(300_000);

  it('ends row for row as a clean one', async () => {
    const random = createRandom(SEED);
    const record = await recordChain();
    const player = await playChain(record, random, 60);
    const index = await openPlayedIndex(record, player);
    player.misbehave(0.05);
    const isRare = (fault: Fault) => player.misbehaved[fault] < ENOUGH;
    let sync: Sync | undefined;
    for (let round = 0; round < ROUNDS || (FAULTS.some(isRare) && round < MOST_ROUNDS); round++) {
      // It is stopped and started again on the way, and may be refused when the node misbehaves just then.
      if (sync !== undefined && random.chance(0.2)) {
        await sync.stop();
        sync = undefined;
      }
      sync ??= await index.start().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_PAUSE_MS)));
      player.mine(random.below(12));
      if (random.chance(0.3)) player.fork(random.between(1, REWIND_DEPTH));
    }
    player.misbehave(0);
    player.mine(1);
    await sync?.stop();
    sync = await index.start();
    await sync.reached(player.head());
    await sync.stop();
    expect(await dumpIndex(index.store)).to.deep.equal(await dumpFresh(record, player));
    expect(FAULTS.filter(isRare)).to.deep.equal([]);
    await index.close();
    await player.close();
  });
});
