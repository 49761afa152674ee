import { LedgerError } from './errors.js';

/** Most UTF-8 bytes of a legal name; the contract's limit. */
const MAX_BYTES = 200;

/**
 * Checks a legal name.
 *
 * @param name - As the register has it.
 * @returns The name without spaces around it.
 * @throws `BAD_LEGAL_NAME` when it is empty or longer than the contract takes.
 */
export function parseLegalName(name: string): string {
  const trimmed = name.trim();
  const bytes = new TextEncoder().encode(trimmed).length;
  if (bytes === 0 || bytes > MAX_BYTES) throw new LedgerError('BAD_LEGAL_NAME', { bytes, maximum: MAX_BYTES });
  return trimmed;
}
