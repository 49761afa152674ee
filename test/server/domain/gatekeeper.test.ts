import { expect } from 'chai';
import { createGatekeeper, type Gate } from '../../../server/domain/gatekeeper.js';

/** A gate whose chain mines each push at once, unless it is told to hold it. */
function fakeGate(options: { holds?: () => boolean; keepsNot?: string[]; ignores?: string[] } = {}) {
  const pushed: { keys: readonly string[]; nonce: number; gasPrice: bigint }[] = [];
  /** `unseen`: what the index does not know to be out of step. */
  const state = { nonce: 0, now: 1_000, outOfStep: new Set<string>(), unseen: new Set<string>() };
  const gate: Gate = {
    address: '0xgate',
    outOfStep: async (senders) =>
      senders.map(({ key }) => key).filter((key) => state.outOfStep.has(key) && !options.keepsNot?.includes(key)),
    nonce: async () => state.nonce,
    usualPrice: async () => 10n,
    async mirror(keys, nonce, gasPrice) {
      pushed.push({ keys, nonce, gasPrice });
      return `0x${pushed.length}`;
    },
    async block() {
      if (options.holds?.()) return undefined;
      state.nonce++;
      for (const key of pushed.at(-1)?.keys ?? []) if (!options.ignores?.includes(key)) state.outOfStep.delete(key);
      return 7;
    },
  };
  const run = createGatekeeper({
    gate,
    suspects: async (_, limit, everybody) => {
      const keys = [...state.outOfStep].filter((key) => everybody || !state.unseen.has(key));
      return keys.slice(0, limit).map((key) => ({ key, may: true }));
    },
    reached: async () => {},
    clock: { now: () => state.now, pause: async () => {} },
  });
  return { pushed, run, state };
}

describe('gatekeeper', () => {
  it('sends nothing while all are in step', async () => {
    const { pushed, run } = fakeGate();
    expect(await run()).to.equal(0);
    expect(pushed).to.deep.equal([]);
  });

  it('pushes all that are out of step, a hundred at a time', async () => {
    const { pushed, run, state } = fakeGate();
    for (let i = 0; i < 250; i++) state.outOfStep.add(`key ${i}`);
    expect(await run()).to.equal(250);
    expect(pushed.map(({ keys }) => keys.length)).to.deep.equal([100, 100, 50]);
    expect(pushed.map(({ nonce }) => nonce)).to.deep.equal([0, 1, 2]);
  });

  it('pushes nothing for keys that have a say in the list', async () => {
    const { pushed, run, state } = fakeGate({ keepsNot: ['admin'] });
    state.outOfStep.add('admin').add('buyer');
    expect(await run()).to.equal(1);
    expect(pushed.map(({ keys }) => keys)).to.deep.equal([['buyer']]);
  });

  it('leaves a key that a push did not change for longer and longer, and forgets that when it is in step', async () => {
    const { pushed, run, state } = fakeGate({ ignores: ['late'] });
    state.outOfStep.add('late');
    const runAt = async (now: number) => {
      state.now = now;
      await run();
      return pushed.length;
    };
    expect(await runAt(1_000)).to.equal(1);
    expect(await runAt(1_001)).to.equal(1);
    expect(await runAt(1_002)).to.equal(2);
    expect(await runAt(1_005)).to.equal(2);
    expect(await runAt(1_006)).to.equal(3);
    state.outOfStep.delete('late');
    await run();
    state.outOfStep.add('late');
    expect(await runAt(1_007)).to.equal(4);
  });

  it('finds with its next sweep what somebody has changed beside the gate', async () => {
    const { pushed, run, state } = fakeGate();
    await run();
    state.outOfStep.add('barred');
    state.unseen.add('barred');
    state.now += 599;
    expect(await run()).to.equal(0);
    state.now += 1;
    expect(await run()).to.equal(1);
    expect(pushed.map(({ keys }) => keys)).to.deep.equal([['barred']]);
  });

  it('replaces a push that is not mined by a dearer one at the same nonce', async () => {
    let held = true;
    const { pushed, run, state } = fakeGate({ holds: () => held });
    state.outOfStep.add('buyer');
    expect(await run().catch((error: { code: string }) => error.code)).to.equal('SENDERS_OUT_OF_STEP');
    held = false;
    expect(await run()).to.equal(1);
    expect(pushed.map(({ gasPrice, nonce }) => [nonce, gasPrice])).to.deep.equal([
      [0, 10n],
      [0, 12n],
    ]);
  });
});
