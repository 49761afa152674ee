import { formatUnits, parseUnits } from 'ethers';
import { LedgerError } from './errors.js';

/**
 * Reads an amount that a person wrote, such as `1,250.50`.
 *
 * @param text - In whole settlement tokens.
 * @param decimals - Of the settlement token.
 * @returns Base units.
 * @throws `BAD_AMOUNT` when it is no amount, negative, or finer than the token's unit.
 */
export function parseAmount(text: string, decimals: number): bigint {
  // A comma separates thousands only: '1,50' is refused, not read as 150.
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(text.trim())) throw new LedgerError('BAD_AMOUNT', { text });
  const plain = text.trim().replaceAll(',', '');
  // '50.000' of a token without decimals is meant as fifty thousand somewhere: refused, not read as 50.
  if ((plain.split('.')[1]?.length ?? 0) > decimals) throw new LedgerError('BAD_AMOUNT', { text, decimals });
  try {
    return parseUnits(plain, decimals);
  } catch {
    throw new LedgerError('BAD_AMOUNT', { text, decimals });
  }
}

/**
 * Writes an amount for people, with thousands separated and no digit lost.
 *
 * @param amount - In base units.
 * @param token - The settlement token.
 */
export function formatAmount(amount: bigint, token: { decimals: number; symbol: string }): string {
  const [whole, fraction] = formatUnits(amount, token.decimals).split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${grouped}${fraction === undefined || fraction === '0' ? '' : `.${fraction}`} ${token.symbol}`;
}

/**
 * Reads a part that a person wrote in percent, such as `12.5%`.
 *
 * @param text - With or without the sign, at most two decimals.
 * @returns Basis points, 0 to 10,000.
 * @throws `BAD_PERCENT`.
 */
export function parsePercent(text: string): number {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(text.trim());
  const bps = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number.NaN;
  if (!(bps <= 10_000)) throw new LedgerError('BAD_PERCENT', { text });
  return bps;
}

/**
 * Writes basis points in percent.
 *
 * @param bps - Basis points.
 */
export function formatPercent(bps: number): string {
  return `${bps / 100} %`;
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * Reads a period that a person wrote, such as `30d` or `12h`.
 *
 * @param text - A whole number and one of s, m, h, d, w.
 * @returns Seconds.
 * @throws `BAD_PERIOD`.
 */
export function parsePeriod(text: string): number {
  const match = /^(\d{1,9})([smhdw])$/.exec(text.trim());
  const seconds = match ? Number(match[1]) * (SECONDS[match[2] as string] as number) : 0;
  if (seconds < 1 || seconds > 0xffffffff) throw new LedgerError('BAD_PERIOD', { text });
  return seconds;
}
