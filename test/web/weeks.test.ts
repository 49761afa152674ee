import { expect } from 'chai';
import { toWeeks } from '../../web/features/overview/weeks.js';

const at = (day: string) => Date.parse(day) / 1000;

describe('toWeeks', () => {
  it('ends a week with its Sunday, takes the fee off, and keeps weeks without a movement', () => {
    const weeks = toWeeks([
      { day: '2026-11-02', collected: '1000', fees: '10', paidOut: '0' },
      { day: '2026-11-08', collected: '500', fees: '5', paidOut: '700' },
      { day: '2026-11-16', collected: '0', fees: '0', paidOut: '12345678901234567890' },
    ]);
    expect(weeks).to.deep.equal([
      { start: at('2026-11-02'), revenue: 1485n, paidOut: 700n },
      { start: at('2026-11-09'), revenue: 0n, paidOut: 0n },
      { start: at('2026-11-16'), revenue: 0n, paidOut: 12345678901234567890n },
    ]);
  });

  it('goes on over the turn of a year', () => {
    const day = (text: string) => ({ day: text, collected: '1', fees: '0', paidOut: '0' });
    const weeks = toWeeks([day('2026-12-31'), day('2027-01-03'), day('2027-01-04')]);
    expect(weeks.map(({ revenue, start }) => [start, revenue])).to.deep.equal([
      [at('2026-12-28'), 2n],
      [at('2027-01-04'), 1n],
    ]);
  });
});
