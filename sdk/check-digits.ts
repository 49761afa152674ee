/**
 * Sums digits, each times its weight.
 *
 * @param digits - Decimal digits; those beyond the weights do not count.
 * @param weights - By position.
 */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, position) => sum + weight * Number(digits[position]), 0);
}

/**
 * The remainder by 97 of a text read as a number, letters as 10 to 35: ISO 7064 MOD 97-10 when the last two are check digits.
 *
 * @param text - Out of `A-Z 0-9`.
 * @returns 0 to 96; 1 where the check digits fit.
 */
export function remainderBy97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder;
}

/**
 * The check digit by Luhn's method (ISO/IEC 7812-1, annex B).
 *
 * @param digits - Without the check digit.
 */
export function luhnDigit(digits: string): number {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    const digit = Number(digits[digits.length - 1 - fromRight]);
    const weighted = fromRight % 2 === 0 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return (10 - (sum % 10)) % 10;
}

/**
 * Whether the last digit is the check digit by Luhn's method.
 *
 * @param digits - With the check digit.
 */
export function fitsLuhn(digits: string): boolean {
  return luhnDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

/**
 * Whether the last digit is the check digit by ISO 7064 MOD 11,10.
 *
 * @param digits - With the check digit.
 */
export function fitsMod11And10(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (product + Number(digits.at(-1))) % 10 === 1;
}
