import { expect } from 'chai';
import { planDistribution, planPayouts } from '../../../server/domain/payout-plan.js';

describe('payout plan', () => {
  it('distributes children before the sources they feed, each once', () => {
    const due = [
      { tableId: 4, feeds: [1, 2] },
      { tableId: 9, feeds: [4, 1] },
    ];
    expect(planDistribution(due, 50)).to.deep.equal([[9, 4, 2, 1]]);
  });

  it('descends through all batches', () => {
    const due = Array.from({ length: 7 }, (_, i) => ({ tableId: i + 1, feeds: [] }));
    expect(planDistribution(due, 3)).to.deep.equal([[7, 6, 5], [4, 3, 2], [1]]);
  });

  it('pays in ascending order, each once', () => {
    expect(planPayouts([5, 1, 5, 3], 2)).to.deep.equal([[1, 3], [5]]);
    expect(planPayouts([], 2)).to.deep.equal([]);
  });
});
