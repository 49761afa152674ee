import { expect } from 'chai';
import { readRawLogs } from '../../../server/chain/raw-log.js';

const hash = (digit: string) => `0x${digit.repeat(64)}`;
const said = (more: object = {}) => ({
  address: '0xA9c94D8dD8840B946B883ffBbA85B43aD7C5a9Ee',
  topics: [hash('1'), hash('2')],
  data: '0x00ff',
  blockNumber: '0x10',
  blockHash: hash('a'),
  transactionHash: hash('b'),
  logIndex: '0x2',
  removed: false,
  ...more,
});

describe('logs of a node', () => {
  it('are read with their numbers, and nothing beside', () => {
    const { blockNumber: _, logIndex: __, removed: ___, ...texts } = said();
    const [log, same, other] = readRawLogs([said(), said(), said({ data: '0x', topics: [], transactionHash: hash('c') })]);
    expect(log).deep.equal({ ...texts, blockNumber: 16, logIndex: 2 });
    expect(same).deep.equal(log);
    expect(other).deep.equal({ ...log, data: '0x', topics: [], transactionHash: hash('c') });
    expect(readRawLogs([])).deep.equal([]);
  });

  const wrong: Record<string, unknown[]> = {
    address: [undefined, '0xA9', hash('a'), '0xg9c94D8dD8840B946B883ffBbA85B43aD7C5a9Ee', 7],
    topics: [undefined, hash('1'), [hash('1').toUpperCase()], [null], [hash('1'), '0x'], Array(5).fill(hash('1'))],
    data: [undefined, '0x0', 'ff', '0xFF', '0x00\n', ['0x']],
    blockNumber: [undefined, null, 16, '16', '0x', '0x100000000000000', '0x1g'],
    blockHash: [undefined, null, hash('A'), `${hash('a')}0`],
    transactionHash: [undefined, null, '0xbb', `${hash('b')} `],
    logIndex: [undefined, null, 2, '', '0x-1'],
  };
  for (const [field, values] of Object.entries(wrong)) {
    it(`are refused with a wrong ${field}, first or later`, () => {
      for (const value of values) {
        expect(() => readRawLogs([said({ [field]: value })]), String(value)).to.throw(`: 0.${field} is none`);
        expect(() => readRawLogs([said(), said({ [field]: value })]), String(value)).to.throw(`: 1.${field} is none`);
      }
    });
  }

  it('are refused when they are none at all', () => {
    for (const answer of [null, undefined, {}, 'logs', 3]) expect(() => readRawLogs(answer)).to.throw('the answer is none');
    for (const log of [null, 'log', 3]) expect(() => readRawLogs([log])).to.throw('0 is none');
  });
});
