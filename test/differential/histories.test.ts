import { ledgerFixture, networkHelpers } from '../support/contracts-fixture.js';
import { castOf } from './driver/cast.js';
import { play } from './driver/play.js';
import type { Reach } from './driver/reach.js';
import { placeReader } from './driver/reading.js';

const HISTORIES = Number(process.env.DIFFERENTIAL_HISTORIES ?? 40);
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 1);

describe('Differential test', () => {
  it(`contracts and model agree in ${HISTORIES} histories from seed ${SEED}`, async function () {
    this.timeout(0);
    const cast = await castOf(await networkHelpers.loadFixture(ledgerFixture));
    await placeReader();
    const counts: Reach = new Map();
    const began = performance.now();
    for (let i = 0; i < HISTORIES; i++) await play(cast, SEED + i, counts);
    console.log(`${((performance.now() - began) / HISTORIES).toFixed(0)} ms a history`);
    console.log(
      [...counts]
        .sort()
        .map(([k, v]) => `${k} ${v}`)
        .join('\n'),
    );
  });
});
