import { ledgerFixture, networkHelpers } from '../support/contracts-fixture.js';
import { castOf } from './driver/cast.js';
import { play } from './driver/play.js';
import { type Reach, requireReach, summary } from './driver/reach.js';
import { placeReader } from './driver/reading.js';

/** The seeds from `SEED` on, one a history. */
const HISTORIES = Number(process.env.DIFFERENTIAL_HISTORIES ?? 40);
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 1);
const NEWS_EVERY = 500;

/** The contracts against a model of rights and money that shares no rule code with them; see docs/invariants.md. */
describe('Differential test', function () {
  this.timeout(0);
  const counts: Reach = new Map();

  it(`contracts and model agree in ${HISTORIES} histories from seed ${SEED} on`, async () => {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    await placeReader();
    const cast = await castOf(world);
    for (let i = 0; i < HISTORIES; i++) {
      if (i > 0 && i % NEWS_EVERY === 0) console.log(`${i} histories agree`);
      await play(cast, SEED + i, counts);
    }
    if (HISTORIES >= NEWS_EVERY) console.log(summary(counts));
  });

  it('the histories reach what is interesting', () => requireReach(counts, HISTORIES));
});
