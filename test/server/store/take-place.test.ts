import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Place, takePlace } from '../../../server/store/take-place.js';
import { emptyPlace, ON_POSTGRES } from '../../support/stores.js';

/** Two processes that serve one schema. */
describe('places', () => {
  let connectionString: string;
  let places: Place[];

  before(async function () {
    if (!ON_POSTGRES) {
      console.log('      skipped on PGlite: its folder is for one process alone');
      return this.skip();
    }
    connectionString = ((await emptyPlace()) as { url: string }).url;
  });
  beforeEach(() => {
    places = [];
  });
  afterEach(async () => {
    for (const place of places ?? []) await place.leave();
  });

  const take = (): Place => {
    const place = takePlace({ connectionString }, 'genba_test', { onLead: () => {}, onFollow: () => {}, onNews: () => {} });
    places.push(place);
    return place;
  };
  const until = async (holds: () => boolean | Promise<boolean>) => {
    for (let waited = 0; !(await holds()) && waited < 10_000; waited += 20) await sleep(20);
    expect(await holds()).to.equal(true);
  };

  it('are known to each other while they would lead', async () => {
    const first = take();
    await until(() => first.leads());
    expect(await first.others()).to.equal(0);
    const second = take();
    await until(async () => (await first.others()) === 1);
    second.offer(false);
    await until(async () => (await first.others()) === 0);
    second.offer(true);
    await until(async () => (await first.others()) === 1);
    await second.leave();
    await until(async () => (await first.others()) === 0);
  });

  it('are taken by who would lead only, and a step back is no problem', async () => {
    const first = take();
    await until(() => first.leads());
    const second = take();
    const third = take();
    second.offer(false);
    await until(async () => (await first.others()) === 1);
    first.stepBack();
    await until(() => third.leads());
    expect([first.leads(), second.leads()]).to.deep.equal([false, false]);
    expect(first.problem()).to.equal(undefined);
    await third.leave();
    second.offer(true);
    await until(() => first.leads() || second.leads());
  });
});
