import { LedgerError } from '../../sdk/errors.js';

/** What a look at one thing found. */
export interface Finding {
  what: string;
  state: 'ok' | 'warn' | 'fail';
  /** What is so, and for `warn` and `fail` what to do. */
  says: string;
}

export const ok = (what: string, says: string): Finding => ({ what, state: 'ok', says });
export const warn = (what: string, says: string): Finding => ({ what, state: 'warn', says });
export const fail = (what: string, says: string): Finding => ({ what, state: 'fail', says });

/**
 * Looks at one thing; a refusal is what it found.
 *
 * @param what - Its name.
 * @param look - Looks.
 */
export async function lookAt(what: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof LedgerError) return [fail(what, error.message)];
    throw error;
  }
}
