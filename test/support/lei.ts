import { remainderBy97 } from '../../sdk/check-digits.js';

/** An LEI with right check digits for an invented company; no issuer has the prefix 0000. */
export function leiOf(name: string): string {
  const body = `000000${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`.padEnd(18, '0').slice(0, 18);
  return `${body}${String(98 - remainderBy97(`${body}00`)).padStart(2, '0')}`;
}
