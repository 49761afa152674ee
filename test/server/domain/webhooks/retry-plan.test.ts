import { expect } from 'chai';
import { nextAttemptAt } from '../../../../server/domain/webhooks/retry-plan.js';

describe('retries of webhooks', () => {
  it('come after longer and longer pauses, an hour at most', () => {
    const pauses = [1, 2, 3, 4, 10, 11, 50].map((failures) => (nextAttemptAt(failures, 1_000, 1_000, 0) ?? 0) - 1_000);
    expect(pauses).to.deep.equal([5, 10, 20, 40, 2_560, 3_600, 3_600]);
  });

  it('are spread by a fifth', () => {
    expect(nextAttemptAt(20, 0, 0, 1)).to.equal(2_880);
    expect(nextAttemptAt(20, 0, 0, 0.5)).to.equal(3_240);
  });

  it('end after three days', () => {
    const days = 3 * 86_400;
    expect(nextAttemptAt(80, 1_000, 1_000 + days - 1, 0)).to.be.a('number');
    expect(nextAttemptAt(80, 1_000, 1_000 + days, 0)).to.equal(undefined);
  });
});
