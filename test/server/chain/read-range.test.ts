import { expect } from 'chai';
import type { Decode } from '../../../server/chain/decode.js';
import type { ChainNode, Header } from '../../../server/chain/node.js';
import type { RawLog } from '../../../server/chain/raw-log.js';
import { readRange } from '../../../server/chain/read-range.js';
import { bloomOf } from '../../support/bloom.js';

const OURS = `0x${'11'.repeat(20)}`;
const OTHERS = `0x${'99'.repeat(20)}`;
const hashOf = (block: number) => `0x${block.toString(16).padStart(64, 'a')}`;
const topic = (value: number) => `0x${value.toString(16).padStart(64, '0')}`;

function log(block: number, logIndex: number, value: number, address = OURS): RawLog {
  return {
    address,
    topics: [topic(1), topic(value)],
    data: '0x',
    blockNumber: block,
    blockHash: hashOf(block),
    transactionHash: hashOf(1_000 + logIndex),
    logIndex,
  };
}

/** A node that tells `given`, and `again` when it is asked for all logs of one block; the chain holds `logs`. A mock: a real one does not lie on demand. */
function nodeOf(logs: readonly RawLog[], given: readonly RawLog[], again = logs) {
  const asked: string[] = [];
  const header = (number: number): Header => ({
    number,
    hash: hashOf(number),
    parentHash: hashOf(number - 1),
    time: number,
    logsBloom: bloomOf(logs.filter((one) => one.blockNumber === number)),
  });
  const node: ChainNode = {
    finalBlock: async () => 9,
    header: async (block) => header(block),
    headers: async (from, to) => Array.from({ length: to - from + 1 }, (_, i) => header(from + i)),
    logs: async () => [...given],
    async logsOf(hash) {
      asked.push(hash);
      return again.filter((one) => one.blockHash === hash);
    },
    addresses: new Set([OURS]),
  };
  return { node, asked };
}

const decode = ((one: RawLog) => `${one.blockNumber}.${one.logIndex}`) as unknown as Decode;
const read = async (node: ChainNode) => {
  const range = await readRange(node, decode, 1, 4).catch((error: { code: string }) => error.code);
  return typeof range === 'string' ? range : range.events;
};

describe('a range of the chain', () => {
  const all = [log(2, 0, 7), log(2, 1, 8), log(4, 0, 9)];
  const whole = ['2.0', '2.1', '4.0'];

  it('is taken in the order of the chain, whatever the order of the answer, each log once', async () => {
    const { asked, node } = nodeOf(all, [...all.toReversed(), log(2, 1, 8)]);
    expect(await read(node)).to.deep.equal(whole);
    expect(asked).to.deep.equal([]);
  });

  it('is asked for again where logs are missing, block by block', async () => {
    for (const missing of all) {
      const { asked, node } = nodeOf(
        all,
        all.filter((one) => one !== missing),
      );
      expect(await read(node)).to.deep.equal(whole);
      expect(asked).to.deep.equal([hashOf(missing.blockNumber)]);
    }
    expect(await read(nodeOf(all, []).node)).to.deep.equal(whole);
  });

  it('may hold logs of others, between ours and beside them', async () => {
    const mixed = [log(2, 0, 7), log(2, 1, 5, OTHERS), log(2, 2, 8), log(3, 0, 6, OTHERS)];
    const ours = mixed.filter(({ address }) => address === OURS);
    expect(await read(nodeOf(mixed, ours).node)).to.deep.equal(['2.0', '2.2']);
  });

  it('is refused when it holds a log that the header does not know, or two for one place', async () => {
    expect(await read(nodeOf(all, [...all, log(3, 0, 1)]).node)).to.equal('LOGS_WRONG');
    expect(await read(nodeOf(all, [...all, log(2, 1, 7)]).node)).to.equal('LOGS_WRONG');
    expect(await read(nodeOf(all, [...all, log(7, 0, 1)]).node)).to.equal('LOGS_WRONG');
    expect(await read(nodeOf(all, [...all.slice(0, 2), { ...log(4, 0, 9), blockHash: hashOf(5) }]).node)).to.equal('LINK_BROKEN');
  });

  it('is refused when a log is missing in the second answer too, whether ours or not', async () => {
    expect(await read(nodeOf(all, [], []).node)).to.equal('LOGS_WRONG');
    for (const missing of all) {
      const rest = all.filter((one) => one !== missing);
      expect(await read(nodeOf(all, rest, rest).node)).to.equal('LOGS_WRONG');
    }
    const mixed = [log(2, 0, 7), log(2, 1, 5, OTHERS)];
    expect(await read(nodeOf(mixed, mixed.slice(0, 1), mixed.slice(0, 1)).node)).to.equal('LOGS_WRONG');
  });
});
