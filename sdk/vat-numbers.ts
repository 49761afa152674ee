import { fitsLuhn, fitsMod11And10, luhnDigit, remainderBy97, weightedSum } from './check-digits.js';

/** Whether the digits after the country fit together. */
type Check = (body: string) => boolean;

/** Shapes of a country's numbers after its two letters (`#` a digit, `@` a letter, `*` either), each with its check. */
type Shapes = Readonly<Record<string, Check>>;

const last = (body: string): number => Number(body.at(-1));
const begins = (body: string): boolean => body[0] !== '0';

/** Whether the weighted sum, check digit included, leaves no remainder. */
const sums =
  (modulus: number, ...weights: number[]): Check =>
  (body) =>
    weightedSum(body, weights) % modulus === 0;

/** Bulgaria and Lithuania: a second row of weights where the first leaves 10; 0 where both do. */
const twoRows =
  (first: number[], second: number[]): Check =>
  (body) => {
    const remainder = weightedSum(body, first) % 11;
    return (remainder === 10 ? (weightedSum(body, second) % 11) % 10 : remainder) === last(body);
  };

const DESCENDING = [8, 7, 6, 5, 4, 3, 2];
const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const dniLetter = (digits: string) => DNI_LETTERS[Number(digits) % 23];

/** Bulgaria's ten digits are a person (by birth date, in later centuries with 20 or 40 months more), a foreigner or another. */
const bulgarianTen: Check = (body) => {
  const isDate = /^\d\d([024][1-9]|[135][0-2])(0[1-9]|[12]\d|3[01])/.test(body);
  const person = (weightedSum(body, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10;
  const foreigner = weightedSum(body, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
  const other = (11 - (weightedSum(body, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return (isDate && person === last(body)) || [foreigner, other].includes(last(body));
};

const cypriot: Check = (body) => {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  const sum = [...body.slice(0, 8)].reduce(
    (total, digit, i) => total + (i % 2 === 0 ? Number(odd[Number(digit)]) : Number(digit)),
    0,
  );
  return !body.startsWith('12') && body.at(-1) === String.fromCharCode(65 + (sum % 26));
};

/** Companies have eight digits. Nine are persons: born before 1954 (women: 50 months more), without a check digit, or beginning with 6. */
const CZECH: Shapes = {
  '########': (body) => body[0] !== '9' && ((11 - (weightedSum(body, DESCENDING) % 11)) % 11 || 1) % 10 === last(body),
  '6########': (body) => {
    const remainder = weightedSum(body.slice(1), DESCENDING) % 11;
    return (8 - ((21 - remainder) % 11) + 10) % 10 === last(body);
  },
  '#########': (body) => /^([0-4]\d|5[0-3])([05][1-9]|[16][0-2])(0[1-9]|[12]\d|3[01])/.test(body),
  '##########': (body) => (Number(body.slice(0, 9)) % 11) % 10 === last(body),
};

/** Companies carry a digit or a letter by kind; sources differ on which kind has which, so both are right. Persons carry a letter. */
const SPANISH: Shapes = {
  '@#######*': (body) => {
    const digits = body.slice(1, 8);
    if (/^[KLM]/.test(body)) return body.at(-1) === dniLetter(digits);
    if (/^[XYZ]/.test(body)) return body.at(-1) === dniLetter(`${'XYZ'.indexOf(body.charAt(0))}${digits}`);
    const check = luhnDigit(digits);
    return /^[A-HJNP-SU-W]/.test(body) && [String(check), 'JABCDEFGHI'[check]].includes(body.at(-1));
  },
  '########@': (body) => body.at(-1) === dniLetter(body.slice(0, 8)),
};

/** Two key characters and a SIREN. Letters in the key have a rule of their own; I and O are none of them. */
const french: Check = (body) => {
  const siren = body.slice(2);
  const isMonaco = siren.startsWith('000');
  if (!isMonaco && !fitsLuhn(siren)) return false;
  if (/^\d\d/.test(body)) return (12 + 3 * (Number(siren) % 97)) % 97 === Number(body.slice(0, 2));
  const alphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  const [first, second] = [...body.slice(0, 2)].map((character) => alphabet.indexOf(character)) as [number, number];
  if (first < 0 || second < 0) return false;
  const key = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100;
  return (Number(siren) + 1 + Math.floor(key / 11)) % 11 === key % 11;
};

const irish: Check = (body) => {
  const letters = 'WABCDEFGHIJKLMNOPQRSTUV';
  const extra = body.length === 9 ? letters.indexOf(body.charAt(8)) : 0;
  return extra >= 0 && letters[(weightedSum(body, DESCENDING) + 9 * extra) % 23] === body[7];
};

/** Companies fit modulo 11 by themselves; sole traders since 2020 fit modulo 97 with the country and the suffix. */
const dutch: Check = (body) =>
  !body.endsWith('B00') && (sums(11, 9, 8, 7, 6, 5, 4, 3, 2, -1)(body) || remainderBy97(`NL${body}`) === 1);

const british: Check = (body) => [0, 42, 55].includes(weightedSum(body, [...DESCENDING, 10, 1]) % 97);

const romanian: Check = (body) => {
  const weights = [7, 5, 3, 2, 1, 7, 5, 3, 2].slice(10 - body.length);
  return begins(body) && ((weightedSum(body, weights) * 10) % 11) % 10 === last(body);
};

/** By the country's two letters in VIES, the register of the EU: Greece is EL, Northern Ireland XI. */
const COUNTRIES: Readonly<Record<string, Shapes>> = {
  AT: { 'U########': (body) => (luhnDigit(`${body.slice(1, 8)}0`) + 6) % 10 === last(body) },
  BE: { '##########': (body) => /^[01]/.test(body) && 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)) },
  BG: { '#########': twoRows([1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 10]), '##########': bulgarianTen },
  CY: { '########@': cypriot },
  CZ: CZECH,
  DE: { '#########': (body) => begins(body) && fitsMod11And10(body) },
  DK: { '########': (body) => begins(body) && sums(11, 2, 7, 6, 5, 4, 3, 2, 1)(body) },
  EE: { '#########': sums(10, 3, 7, 1, 3, 7, 1, 3, 7, 1) },
  EL: { '#########': (body) => (weightedSum(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(body) },
  ES: SPANISH,
  FI: { '########': sums(11, 7, 9, 10, 5, 8, 4, 2, 1) },
  FR: { '**#########': french },
  HR: { '###########': fitsMod11And10 },
  HU: { '########': sums(10, 9, 7, 3, 1, 9, 7, 3, 1) },
  IE: {
    '#######@': irish,
    '#######@@': irish,
    '#@#####@': (body) => irish(`0${body.slice(2, 7)}${body[0]}${body[7]}`),
  },
  IT: { '###########': (body) => !body.startsWith('0000000') && fitsLuhn(body) },
  LT: {
    '#######1#': twoRows([1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 1]),
    '##########1#': twoRows([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4]),
  },
  LU: { '########': (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6)) },
  // A first digit up to 3 is a person: a date of birth, or since 2017 nothing that can be checked.
  LV: { '###########': (body) => /^[0-3]/.test(body) || weightedSum(body, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3 },
  MT: { '########': (body) => begins(body) && sums(37, 3, 4, 6, 7, 8, 9, 10, 1)(body) },
  NL: { '#########B##': dutch },
  PL: { '##########': sums(11, 6, 5, 7, 2, 3, 4, 5, 6, 7, -1) },
  PT: {
    '#########': (body) => begins(body) && ((11 - (weightedSum(body, [9, ...DESCENDING]) % 11)) % 11) % 10 === last(body),
  },
  RO: Object.fromEntries(Array.from({ length: 9 }, (_, i) => ['#'.repeat(10 - i), romanian])),
  SE: { '############': (body) => /(0[1-9]|[1-8]\d|9[0-4])$/.test(body) && fitsLuhn(body.slice(0, 10)) },
  SI: {
    '########': (body) =>
      begins(body) && weightedSum(body, DESCENDING) % 11 > 0 && (11 - (weightedSum(body, DESCENDING) % 11)) % 10 === last(body),
  },
  SK: { '##########': (body) => begins(body) && Number(body) % 11 === 0 },
  XI: {
    '#########': british,
    '############': british,
    'GD###': (body) => Number(body.slice(2)) < 500,
    'HA###': (body) => Number(body.slice(2)) >= 500,
  },
};

const PLACES: Record<string, string> = { '#': '\\d', '@': '[A-Z]', '*': '[A-Z0-9]' };

function matches(body: string, shape: string): boolean {
  return new RegExp(`^${shape.replace(/[#@*]/g, (place) => PLACES[place] as string)}$`).test(body);
}

/**
 * Finds what is wrong with a VAT number of the EU.
 *
 * Shapes are those of the VIES register, check digits those of each country's tax office.
 *
 * @param number - The country's two letters and the number, without separators, in capitals.
 * @returns A problem to put after "it is no VAT number:", or nothing.
 */
export function vatProblem(number: string): string | undefined {
  const country = number.slice(0, 2);
  const body = number.slice(2);
  const shapes = Object.hasOwn(COUNTRIES, country) ? COUNTRIES[country] : undefined;
  if (shapes === undefined) {
    return `it begins with none of the countries ${Object.keys(COUNTRIES).join(' ')}; for another country name a scheme of its own, such as CH-UID`;
  }
  const shape = Object.keys(shapes).find((one) => matches(body, one));
  if (shape === undefined) {
    const forms = Object.keys(shapes).map((one) => `${country}${one}`);
    return `one of ${country} is written ${forms.join(' or ')} (# a digit, @ a letter, * either)`;
  }
  return shapes[shape]?.(body) ? undefined : 'its check digits do not fit the rest';
}
