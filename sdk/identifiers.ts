import { remainderBy97, weightedSum } from './check-digits.js';
import { LedgerError } from './errors.js';
import { vatProblem } from './vat-numbers.js';

/** Register number schemes whose numbers are checked. */
export const SCHEMES = ['LEI', 'EUID', 'VAT', 'KR-BRN', 'JP-CN'] as const;
/** A scheme whose numbers are checked. */
export type Scheme = (typeof SCHEMES)[number];

/** A company's entry in a register, in its one spelling. */
export interface Identifier {
  /** A {@link Scheme}, or another of 1 to 32 characters out of `A-Z 0-9 . - _`. */
  scheme: string;
  /** 1 to 64 characters out of `A-Z 0-9 . - _`. */
  identifier: string;
  /** Whether the number itself was checked: false for a scheme that is none of {@link SCHEMES}. */
  checked: boolean;
}

const CHECK_DIGITS = 'its check digits do not fit the rest';

/** What is wrong with a number of the scheme; nothing when it is right. */
const PROBLEMS: Record<Scheme, (number: string) => string | undefined> = {
  // ISO 17442; check digits by ISO 7064 MOD 97-10, where 00, 01 and 99 do not come up.
  LEI(number) {
    if (!/^[A-Z0-9]{18}\d{2}$/.test(number)) return 'it has 18 letters or digits and two check digits';
    return remainderBy97(number) === 1 && !/(00|01|99)$/.test(number) ? undefined : CHECK_DIGITS;
  },
  // Implementing Regulation (EU) 2021/1042: country, register, point, number and, where there is one, an underscore and its check.
  EUID(number) {
    const fits = /^[A-Z]{2}[A-Z0-9]+\.[A-Z0-9][A-Z0-9.-]*(_[A-Z0-9]+)?$/.test(number) && number.length <= 64;
    return fits ? undefined : 'it is the country, the register, a point and the number, like DEX0000.HRB1000';
  },
  VAT: vatProblem,
  // National Tax Service of Korea: the tax office, the kind of business, a serial number, a check digit.
  'KR-BRN'(number) {
    if (!/^[1-9]\d{9}$/.test(number)) return 'it has ten digits, like 999-81-12340';
    const sum = weightedSum(number, [1, 3, 7, 1, 3, 7, 1, 3, 5, 1]) + Math.floor((Number(number[8]) * 5) / 10);
    return sum % 10 === 0 ? undefined : CHECK_DIGITS;
  },
  // Ordinance of the Ministry of Finance of Japan on corporate numbers, article 2.
  'JP-CN'(number) {
    if (!/^[1-9]\d{12}$/.test(number)) return 'it has 13 digits, like 5-9999-0101-2345';
    const sum = weightedSum(number.slice(1), [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    return 9 - (sum % 9) === Number(number[0]) ? undefined : CHECK_DIGITS;
  },
};

/** Full-width letters and digits become plain ones, small letters capitals; spaces go. */
function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

/**
 * The one spelling of a number: without spaces and, where the scheme knows them as mere separators, without dashes, points and slashes.
 * The contract has no slash, so an EUID's becomes a dash.
 */
function spell(scheme: string, text: string): string {
  if (scheme === 'EUID') return plain(text).replaceAll('/', '-');
  return isScheme(scheme) ? plain(text).replaceAll(/[\p{Dash}./_·]/gu, '') : plain(text);
}

/** The one spelling of a scheme: `kr_brn` and `KRBRN` are KR-BRN, so that its numbers do not pass unchecked. */
function spellScheme(text: string): string {
  const letters = (name: string) => name.replaceAll(/[^A-Z0-9]/g, '');
  const name = plain(text);
  return SCHEMES.find((known) => letters(known) === letters(name)) ?? name;
}

function isScheme(scheme: string): scheme is Scheme {
  return (SCHEMES as readonly string[]).includes(scheme);
}

/**
 * Reads a register number and checks it, so that a slip of the pen is not signed.
 *
 * @param scheme - One of {@link SCHEMES}, or another register's name.
 * @param identifier - The number as its register or a person writes it.
 * @returns Scheme and number in their one spelling: what is signed and stored.
 * @throws `BAD_SCHEME`, `BAD_IDENTIFIER`.
 */
export function parseIdentifier(scheme: string, identifier: string): Identifier {
  const name = spellScheme(scheme);
  if (!/^[A-Z0-9._-]{1,32}$/.test(name)) throw new LedgerError('BAD_SCHEME', { scheme, known: SCHEMES.join(', ') });
  const number = spell(name, identifier);
  const problem = isScheme(name) ? PROBLEMS[name](number) : foreignProblem(number);
  if (problem !== undefined) throw new LedgerError('BAD_IDENTIFIER', { scheme: name, identifier, problem });
  return { scheme: name, identifier: number, checked: isScheme(name) };
}

/**
 * Checks a register number that is signed already.
 *
 * @param scheme - As signed.
 * @param identifier - As signed.
 * @returns The same.
 * @throws `BAD_SCHEME`, `BAD_IDENTIFIER`; `IDENTIFIER_SPELLING` when it is right, but written otherwise than its one spelling.
 */
export function requireCanonical(scheme: string, identifier: string): Identifier {
  const read = parseIdentifier(scheme, identifier);
  if (read.scheme === scheme && read.identifier === identifier) return read;
  throw new LedgerError('IDENTIFIER_SPELLING', {
    written: `${scheme} ${identifier}`,
    right: `${read.scheme} ${read.identifier}`,
  });
}

/** What the contract asks of any number. */
function foreignProblem(number: string): string | undefined {
  return /^[A-Z0-9._-]{1,64}$/.test(number)
    ? undefined
    : 'a number of another scheme has 1 to 64 characters out of A-Z 0-9 . - _';
}
