import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type NodePool, openNodePool } from '../../../server/chain/node-pool.js';
import { type ScriptedNode, startScriptedNode } from '../../support/scripted-node.js';

const CHAIN = { chainId: 7, genesisHash: `0x${'aa'.repeat(32)}` };

const PACE = { lookMs: 50, mayLagMs: 300, settledMs: 800 };

describe('several nodes of one chain', function () {
  this.timeout(30_000);
  let nodes: ScriptedNode[];
  let pool: NodePool;
  const open = async (count: number, values: Parameters<typeof startScriptedNode>[0][] = []) => {
    nodes = await Promise.all(Array.from({ length: count }, (_, i) => startScriptedNode(values[i])));
    pool = openNodePool(
      CHAIN,
      nodes.map(({ url }) => url),
      PACE,
    );
  };
  afterEach(() => {
    pool.close();
    for (const node of nodes) node.close();
  });
  const at = (i: number) => nodes[i] as ScriptedNode;
  const who = () => pool.provider.send('who', []) as Promise<string>;
  const states = () => pool.standing().map(({ state }) => state);
  const until = async (holds: () => boolean) => {
    while (!holds()) await sleep(50);
  };

  it('asks the first good one', async () => {
    await open(3);
    expect(await who()).to.equal(at(0).url);
    expect(pool.standing()[0]).to.include({ used: true, state: 'good' });
  });

  it('goes on to the next when one is away, limits us or breaks off, and comes back when it has been good for a while', async () => {
    await open(3);
    expect(await who()).to.equal(at(0).url);
    at(0).broken = 503;
    expect(await who()).to.equal(at(1).url);
    at(1).broken = 429;
    expect(await who()).to.equal(at(2).url);
    expect(states()).to.deep.equal(['away', 'away', 'good']);
    at(0).broken = undefined;
    await until(() => states()[0] === 'good');
    // Not at once: one that comes and goes would take everybody along.
    expect(await who()).to.equal(at(2).url);
    await sleep(900);
    expect(await who()).to.equal(at(0).url);
  });

  it('leaves a node that lacks what another one had long ago, and takes it again when it has it', async () => {
    await open(2, [{ block: 5 }, { block: 5 }]);
    expect(await who()).to.equal(at(0).url);
    at(1).block = 9;
    await until(() => states()[0] === 'behind');
    expect(await who()).to.equal(at(1).url);
    expect(pool.standing()[0]?.problem).to.include('block 5');
    at(0).block = 9;
    await until(() => states()[0] === 'good');
  });

  it('goes on to the next when one answers that it can not answer, and tells others from it', async () => {
    await open(3);
    expect(await who()).to.equal(at(0).url);
    at(0).refusal = { code: -32_005, message: 'limit exceeded' };
    expect(await who()).to.equal(at(1).url);
    await sleep(600);
    expect(states().slice(1)).to.deep.equal(['good', 'good']);
    expect(await who()).to.equal(at(1).url);
    for (const node of nodes) node.refusal = { code: -32_005, message: 'limit exceeded' };
    const problem = await who().catch((error: Error) => error.message);
    expect(problem).to.include('limit exceeded');
  });

  it('does not let one node alone make all others look as if they were behind', async () => {
    await open(3, [{ block: 5 }, { block: 5 }, { block: 1_000_000 }]);
    await sleep(900);
    expect(states()).to.deep.equal(['good', 'good', 'good']);
    expect(await who()).to.equal(at(0).url);
  });

  it('asks no node of another chain, nor of one that begins otherwise', async () => {
    await open(3, [{ chainId: 8 }, { genesis: `0x${'bb'.repeat(32)}` }]);
    expect(await who()).to.equal(at(2).url);
    expect(states()).to.deep.equal(['refused', 'refused', 'good']);
    expect(at(0).asked).to.not.include('who');
    expect(at(1).asked).to.not.include('who');
    expect(pool.standing()[1]?.problem).to.include('first block');
  });

  it('says of each why it gives no answer, and nothing of what may be a secret', async () => {
    await open(2);
    for (const node of nodes) node.broken = 500;
    const problem = await who().catch((error: Error) => error.message);
    expect(problem)
      .to.include('no node answers')
      .and.include(new URL(at(1).url).origin)
      .and.not.include('secret-key');
    expect(JSON.stringify(pool.standing())).to.not.include('secret-key');
  });

  it('asks again at once when all were away', async () => {
    await open(2);
    for (const node of nodes) node.broken = 500;
    await who().catch(() => {});
    at(1).broken = undefined;
    expect(await who()).to.equal(at(1).url);
  });

  it('does not look at an only node beside what it is asked', async () => {
    await open(1);
    await sleep(300);
    expect(at(0).asked).to.deep.equal([]);
    expect(await who()).to.equal(at(0).url);
  });
});
