import { LedgerError } from './errors.js';

/** Control characters, line separators, and marks that turn the direction of text. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Makes a file name fit for a message: a name must not move the cursor, break the line or turn the text.
 *
 * @param name - As the file system or somebody else gave it.
 */
export function quoteName(name: string): string {
  const spell = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return name.toWellFormed().replace(INVISIBLE, spell);
}

/**
 * Checks a path as a manifest has it.
 *
 * @param path - Relative to the folder, with `/` between its parts.
 * @returns The same.
 * @throws `BAD_FILE_NAME` when it has an empty part, a part `.` or `..`, a NUL, or is no well-formed text.
 */
export function parseFilePath(path: string): string {
  const parts = path.split('/');
  const problem = !path.isWellFormed()
    ? 'is no valid UTF-8'
    : path.includes('\0')
      ? 'holds a NUL'
      : parts.some((part) => part === '' || part === '.' || part === '..')
        ? 'is not relative to the folder'
        : undefined;
  if (problem !== undefined) throw new LedgerError('BAD_FILE_NAME', { name: quoteName(path), problem });
  return path;
}
