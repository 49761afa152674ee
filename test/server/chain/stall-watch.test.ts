import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { JsonRpcProvider } from 'ethers';
import { watchForStall } from '../../../server/chain/stall-watch.js';

const PACE = { lookMs: 20, patienceMs: 400 };

/** A node whose pool and head are told. */
function scripted(values: { pending: number; head: number; hasPool?: boolean }) {
  let asked = 0;
  const send = async (method: string) => {
    asked++;
    if (method !== 'txpool_status') return `0x${values.head.toString(16)}`;
    if (values.hasPool === false) throw Object.assign(new Error('no such method'), { error: { code: -32_601 } });
    return { pending: `0x${values.pending.toString(16)}` };
  };
  return { provider: { send } as unknown as JsonRpcProvider, asked: () => asked };
}

describe('a chain that stands still', function () {
  this.timeout(10_000);

  it('is one on which transactions wait and no block comes', async () => {
    const values = { pending: 3, head: 5 };
    const watch = watchForStall(scripted(values).provider, PACE);
    await sleep(100);
    expect(watch.stall()).to.equal(undefined);
    await sleep(500);
    expect(watch.stall()?.waiting).to.equal(3);
    values.head = 6;
    await sleep(100);
    expect(watch.stall()).to.equal(undefined);
    watch.close();
  });

  it('is not asked of a node that does not tell what waits', async () => {
    const node = scripted({ pending: 3, head: 5, hasPool: false });
    const watch = watchForStall(node.provider, PACE);
    await sleep(200);
    expect(node.asked()).to.be.at.most(2);
    watch.close();
  });
});
