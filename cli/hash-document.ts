import { readFileSync } from 'node:fs';
import { sha256 } from 'ethers';
import { LedgerError } from '../sdk/errors.js';

/**
 * The SHA-256 of a document that stays where it is.
 *
 * @throws `FILE_UNREADABLE`.
 */
export function hashDocument(file: string): string {
  try {
    return sha256(readFileSync(file));
  } catch (error) {
    throw new LedgerError('FILE_UNREADABLE', { file, problem: (error as NodeJS.ErrnoException).code });
  }
}
