import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LedgerError } from '../sdk/errors.js';
import type { Context } from './context.js';
import { requireFree, writeResult } from './write-result.js';

/** A whole number as a signed file has it: as text, because it may be too large for a JSON number. */
export const whole = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
/** An id or a count in a signed file. */
export const id = z.int().min(0).max(0xffffffff);
/** 32 bytes in hex. */
export const word = z.string().regex(/^0x[0-9a-fA-F]{64}$/);

/**
 * Reads what somebody has signed and given in a file.
 *
 * @param file - Its name.
 * @param schema - Its form.
 * @param what - What it should be, such as `request`.
 * @throws `FILE_UNREADABLE`.
 */
export function readSigned<Schema extends z.ZodType>(file: string, schema: Schema, what: string): z.output<Schema> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new LedgerError('FILE_UNREADABLE', { file, problem: (error as NodeJS.ErrnoException).code });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : (error as Error).message;
    throw new LedgerError('FILE_UNREADABLE', { file, problem: `it is no ${what}: ${problem}` });
  }
}

/** Where what is signed goes. */
export interface OutOptions {
  out?: string;
  force?: boolean;
}

/** The options of every command that signs a file. */
export const OUT = {
  '--out <file>': 'file to write (default: print it as JSON)',
  '--force': 'replace the file when there is one',
};

/**
 * Signs something and writes it to the file that was named, or prints it.
 *
 * @param sign - Makes what is signed; not called when the file may not be written.
 * @param tell - What it is, and what to do with it.
 */
export async function writeSigned<T extends object>(
  context: Context,
  { out, force }: OutOptions,
  sign: () => Promise<T>,
  tell: (signed: T) => string,
): Promise<void> {
  if (out !== undefined) requireFree(out, force);
  const signed = await sign();
  const text = JSON.stringify(signed, (_, value) => (typeof value === 'bigint' ? value.toString() : value), 2);
  if (out === undefined) {
    context.print(signed, text);
    if (!context.json) context.note(tell(signed));
    return;
  }
  writeResult(out, `${text}\n`, force);
  context.print(signed, `${tell(signed)}; written to ${out}`);
}
