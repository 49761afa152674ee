import { existsSync, writeFileSync } from 'node:fs';
import { LedgerError } from '../sdk/errors.js';

/**
 * Refuses early, before anything is signed, a file that is there already.
 *
 * @param file - To be written.
 * @param force - Replaces it.
 * @throws `FILE_EXISTS`.
 */
export function requireFree(file: string, force = false): void {
  if (!force && existsSync(file)) throw new LedgerError('FILE_EXISTS', { file });
}

/**
 * Writes a file that the user named, and replaces none unless told.
 *
 * @param file - To be written.
 * @param text - Its content.
 * @param force - Replaces it.
 * @throws `FILE_EXISTS`, `FILE_UNWRITABLE`.
 */
export function writeResult(file: string, text: string, force = false): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new LedgerError('FILE_EXISTS', { file });
    throw new LedgerError('FILE_UNWRITABLE', { file, problem: code });
  }
}
