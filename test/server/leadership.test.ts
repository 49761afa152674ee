import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Leadership, standForLead, type Work } from '../../server/leadership.js';
import type { PlaceCalls } from '../../server/store/take-place.js';

const PACE = { handOverMs: 300, askMs: 5 };

describe('standForLead', () => {
  let calls: PlaceCalls;
  let leadership: Leadership<Work>;
  let deeds: string[];
  let others: number;
  let answers: boolean;
  let offered: boolean;

  beforeEach(async () => {
    [deeds, others, answers, offered] = [[], 0, true, true];
    let leads = false;
    const stand = (lead: boolean) => {
      leads = lead;
      if (lead) calls.onLead();
      else calls.onFollow();
    };
    const place = {
      leads: () => leads,
      problem: () => undefined,
      stepBack() {
        deeds.push('steps back');
        stand(false);
      },
      offer(wouldLead: boolean) {
        offered = wouldLead;
      },
      others: async () => others,
      async leave() {},
    };
    leadership = await standForLead<Work>({
      store: {
        shared: true,
        takePlace(asked) {
          calls = asked;
          setImmediate(() => stand(true));
          return place;
        },
      },
      log: { info: () => {}, error: () => {} },
      answers: async () => answers,
      async takeUp() {
        deeds.push('takes up');
        return {
          async stop() {
            deeds.push('lays down');
          },
        };
      },
      follow: async () => {},
      onNews: () => {},
      pace: PACE,
    });
  });
  afterEach(() => leadership.leave());

  const until = async (holds: () => boolean) => {
    for (let waited = 0; !holds() && waited < 5_000; waited += 5) await sleep(5);
    expect(holds()).to.equal(true);
  };

  it('leaves the lead to others, laid down before, when no node answers', async () => {
    others = 1;
    answers = false;
    await until(() => !leadership.leads());
    await until(() => deeds.length === 3);
    expect(deeds).to.deep.equal(['takes up', 'lays down', 'steps back']);
  });

  it('goes on where there are no others, and says that it would not lead again', async () => {
    answers = false;
    await until(() => !offered);
    await sleep(3 * PACE.handOverMs);
    expect(leadership.leads()).to.equal(true);
    answers = true;
    await until(() => offered);
    expect(deeds).to.deep.equal(['takes up']);
  });

  it('goes on when a node answers again in time', async () => {
    others = 1;
    answers = false;
    await until(() => !offered);
    answers = true;
    await until(() => offered);
    await sleep(2 * PACE.handOverMs);
    expect(deeds).to.deep.equal(['takes up']);
  });
});
