import { expect } from 'chai';
import type { LedgerError } from '../../sdk/errors.js';
import { formatAmount, formatPercent, parseAmount, parsePercent, parsePeriod } from '../../sdk/units.js';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as LedgerError).code;
  }
  return 'none';
};

describe('units', () => {
  it('reads and writes amounts of 0, 6 and 18 decimals without losing a digit', () => {
    for (const [text, decimals, base] of [
      ['1,250', 0, 1250n],
      ['0.000001', 6, 1n],
      ['123456789012345678.123456789012345678', 18, 123456789012345678123456789012345678n],
    ] as const) {
      expect(parseAmount(text, decimals)).to.equal(base);
      expect(parseAmount(formatAmount(base, { decimals, symbol: '' }).trim(), decimals)).to.equal(base);
    }
    expect(formatAmount(1_234_567n, { decimals: 0, symbol: 'KRW' })).to.equal('1,234,567 KRW');
    expect(formatAmount(1_500_000n, { decimals: 6, symbol: 'EUR' })).to.equal('1.5 EUR');
  });

  it('refuses what is no amount, or finer than the unit', () => {
    for (const text of ['', '-1', '1e3', 'ten', '1.5.0', '0x10', '1,50', '0,99', ',5', '1,2345'])
      expect(
        codeOf(() => parseAmount(text, 6)),
        text,
      ).to.equal('BAD_AMOUNT');
    for (const text of ['1.5', '50.000']) expect(codeOf(() => parseAmount(text, 0))).to.equal('BAD_AMOUNT');
  });

  it('reads percent as basis points', () => {
    for (const [text, bps] of [
      ['20', 2000],
      ['12.5%', 1250],
      ['0.01%', 1],
      ['100%', 10_000],
      ['0', 0],
    ] as const) {
      expect(parsePercent(text)).to.equal(bps);
    }
    for (const text of ['100.01', '-1', '1.234', 'x'])
      expect(
        codeOf(() => parsePercent(text)),
        text,
      ).to.equal('BAD_PERCENT');
    expect(formatPercent(1250)).to.equal('12.5 %');
  });

  it('reads periods as seconds', () => {
    for (const [text, seconds] of [
      ['45s', 45],
      ['30m', 1800],
      ['12h', 43_200],
      ['30d', 2_592_000],
      ['2w', 1_209_600],
    ] as const) {
      expect(parsePeriod(text)).to.equal(seconds);
    }
    for (const text of ['0d', '30', 'd', '1.5h', '99999999w'])
      expect(
        codeOf(() => parsePeriod(text)),
        text,
      ).to.equal('BAD_PERIOD');
  });
});
