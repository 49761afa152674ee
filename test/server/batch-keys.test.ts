import { expect } from 'chai';
import { batchKeys } from '../../server/batch-keys.js';

describe('batchKeys', () => {
  it('asks once for all keys of the same moment', async () => {
    const asked: number[][] = [];
    const find = batchKeys(async (keys: number[]) => {
      asked.push(keys);
      return new Map(keys.filter((key) => key !== 2).map((key) => [key, `row ${key}`]));
    });
    expect(await Promise.all([find(1), find(2), find(1)])).to.deep.equal(['row 1', undefined, 'row 1']);
    expect(await find(3)).to.equal('row 3');
    expect(asked).to.deep.equal([[1, 2], [3]]);
  });
});
