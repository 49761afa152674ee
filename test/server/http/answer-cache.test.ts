import { expect } from 'chai';
import { createAnswerCache } from '../../../server/http/answer-cache.js';

const answerAt = (blockHash: string, text: string) => ({ asOf: { block: 1, blockHash, blockTime: 1 }, value: Buffer.from(text) });

describe('createAnswerCache', () => {
  const counting = (mostBytes: number) => {
    const cache = createAnswerCache(mostBytes);
    let made = 0;
    const ask = async (blockHash: string, question: string, text = 'x', at = blockHash) => {
      const { value } = await cache.of(blockHash, question, async () => {
        made++;
        return answerAt(at, text);
      });
      return String(value);
    };
    return { ask, made: () => made };
  };

  it('makes an answer once for a block', async () => {
    const { ask, made } = counting(10_000);
    expect(await ask('0x01', '/a', 'one')).to.equal('one');
    expect(await ask('0x01', '/a', 'two')).to.equal('one');
    expect(await ask('0x02', '/a', 'three')).to.equal('three');
    expect(made()).to.equal(2);
  });

  it('makes an answer once for all who ask at the same time', async () => {
    const { ask, made } = counting(10_000);
    await Promise.all([ask('0x01', '/a'), ask('0x01', '/a'), ask('0x01', '/a')]);
    expect(made()).to.equal(1);
  });

  it('keeps an answer for the block that it is true for', async () => {
    const { ask, made } = counting(10_000);
    await ask('0x01', '/a', 'later', '0x02');
    expect(await ask('0x02', '/a', 'again')).to.equal('later');
    expect(await ask('0x01', '/a', 'new')).to.equal('new');
    expect(made()).to.equal(2);
  });

  it('keeps nothing while there is no block', async () => {
    const { ask, made } = counting(10_000);
    await ask('', '/a');
    await ask('', '/a');
    expect(made()).to.equal(2);
  });

  it('forgets what was not asked for longest when there is no room', async () => {
    const { ask, made } = counting(2_500);
    const large = 'x'.repeat(800);
    await ask('0x01', '/a', large);
    await ask('0x01', '/b', large);
    await ask('0x01', '/a', large);
    await ask('0x01', '/c', large);
    expect(made()).to.equal(3);
    await ask('0x01', '/a', large);
    expect(made()).to.equal(3);
    await ask('0x01', '/b', large);
    expect(made()).to.equal(4);
  });

  it('keeps no failure', async () => {
    const cache = createAnswerCache(1_000);
    const failed = await cache.of('0x01', '/a', () => Promise.reject(new Error('away'))).catch((error: Error) => error.message);
    expect(failed).to.equal('away');
    expect(String((await cache.of('0x01', '/a', async () => answerAt('0x01', 'there'))).value)).to.equal('there');
  });
});
