import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LedgerError } from './errors.js';

/**
 * Reads a JSON file of a known form.
 *
 * @throws `FILE_UNREADABLE`; `BAD_CONFIG` with what is wrong in it.
 */
export function readJsonFile<T>(file: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new LedgerError('FILE_UNREADABLE', { file, problem: code === 'ENOENT' ? 'there is none' : message });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new LedgerError('BAD_CONFIG', { setting: file, problem });
  }
}
