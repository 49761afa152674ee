import type { Deployment } from '../../sdk/deployment.js';
import { useNetwork } from '../data/api.js';
import { useLanguage } from './language.js';

/** Units of a period, the longest first, in seconds. */
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;
/** Units of a size, each a thousand of the one before. */
const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
/** What the contracts use for "never". */
const NEVER = 2 ** 40 - 1;

/** Writes values as the reader's language does. */
export interface Format {
  /** Base units as an amount in the token's currency; no digit is lost. */
  money(amount: string | bigint): string;
  number(value: number): string;
  /** Basis points as percent. */
  percent(bps: number): string;
  /** Unix seconds as a date and time. */
  time(seconds: number): string;
  /** Unix seconds as a date; what never comes in words. */
  date(seconds: number): string;
  /** Seconds in the longest unit of which they are a whole number. */
  period(seconds: number): string;
  bytes(count: string): string;
  list(words: readonly string[]): string;
}

/** Base units as a decimal number in text. */
function toDecimal(amount: bigint, decimals: number): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  return `${amount < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A token whose symbol is a currency's code is written like that currency. */
function moneyFormat(language: string, { decimals, symbol }: Deployment['token']): (amount: bigint) => string {
  const known = Intl.supportedValuesOf('currency').includes(symbol);
  const digits = { minimumFractionDigits: Math.min(decimals, 2), maximumFractionDigits: decimals };
  const numbers = new Intl.NumberFormat(language, known ? { style: 'currency', currency: symbol, ...digits } : digits);
  return (amount) => {
    const text = numbers.format(toDecimal(amount, decimals) as Intl.StringNumericLiteral);
    return known ? text : `${text} ${symbol}`;
  };
}

/** How the reader's language writes values. */
export function useFormat(): Format {
  const { language, texts } = useLanguage();
  const token = useNetwork().data?.token;
  const money = token === undefined ? () => '…' : moneyFormat(language, token);
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  const inUnits = (value: number, unit: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  return {
    money: (amount) => money(BigInt(amount)),
    number: (value) => numbers.format(value),
    percent: (bps) => percents.format(bps / 10_000),
    time: (seconds) => (seconds >= NEVER ? '∞' : times.format(seconds * 1000)),
    date: (seconds) => (seconds >= NEVER ? texts.common.without : dates.format(seconds * 1000)),
    period(seconds) {
      const [unit, length] = UNITS.find((one) => seconds % one[1] === 0) ?? UNITS[3];
      return inUnits(seconds / length, unit);
    },
    bytes(count) {
      const bytes = Number(count);
      const power = SIZES.findLastIndex((_, at) => at === 0 || bytes >= 1000 ** at);
      const [value, unit] = [bytes / 1000 ** power, SIZES[power]];
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
        value,
      );
    },
    list: (words) => lists.format(words),
  };
}
