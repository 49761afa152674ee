import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Input, ListFile, ListName } from '../sdk/api/client.js';
import type { FileFormat } from '../sdk/api/formats.js';
import { LedgerError } from '../sdk/errors.js';
import { sayAsOf } from './as-of.js';
import type { Context } from './context.js';
import { requireFree } from './write-result.js';

/** Options by which a list is taken as a file. */
export interface FileOptions {
  csv?: boolean;
  parquet?: boolean;
  out?: string;
  force?: boolean;
}

/** The same as a command shows them. */
export const FILE_OPTIONS = {
  '--csv': 'all of it as comma-separated values',
  '--parquet': 'all of it as Parquet',
  '--out <file>': 'where the file goes (default: what follows in the pipe)',
  '--force': 'replaces a file that is there',
};

/**
 * Which file is asked for.
 *
 * @returns Undefined when none is.
 * @throws `BAD_ARGUMENT`.
 */
export function fileFormatOf(options: FileOptions & { limit?: string; after?: string }): FileFormat | undefined {
  const { csv, out, parquet } = options;
  const refuse = (argument: string, problem: string) => new LedgerError('BAD_ARGUMENT', { argument, problem });
  if (csv && parquet) throw refuse('--parquet', 'a file is either that or --csv.');
  const format = csv ? 'csv' : parquet ? 'parquet' : undefined;
  if (format === undefined) {
    if (out !== undefined) throw refuse('--out', 'say which file: --csv or --parquet.');
    return undefined;
  }
  if (options.limit !== undefined || options.after !== undefined) {
    throw refuse(`--${format}`, 'a file holds the whole list: leave out --limit and --after.');
  }
  if (out === undefined && parquet && process.stdout.isTTY)
    throw refuse('--parquet', 'a terminal shows no Parquet: name a file with --out.');
  return format;
}

/**
 * Takes a list as a file. It has its name only when it is whole.
 *
 * @throws `FILE_EXISTS`, `FILE_UNWRITABLE`, `TRANSFER_BROKEN`, and the service's refusal.
 */
export async function takeFile<Name extends ListName>(
  context: Context,
  list: { name: Name; format: FileFormat; input: Input<Name> },
  { force, out }: FileOptions,
): Promise<void> {
  if (out !== undefined) requireFree(out, force);
  const file = await context.api.file(list.name, list.format, list.input);
  const { asOf, atOneBlock } = file;
  if (out === undefined) {
    await pour(context, file, process.stdout);
    return;
  }
  const part = `${out}.part`;
  try {
    await pour(context, file, createWriteStream(part, { flags: force ? 'w' : 'wx' }));
    requireFree(out, force);
    renameSync(part, out);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new LedgerError('FILE_EXISTS', { file: part });
    if (syscall === 'open') throw new LedgerError('FILE_UNWRITABLE', { file: out, problem: code });
    rmSync(part, { force: true });
    if (syscall !== undefined) throw new LedgerError('FILE_UNWRITABLE', { file: out, problem: code });
    throw error;
  }
  const since = atOneBlock ? '' : ' on: rows were read while the ledger went on';
  context.print({ file: out, asOf, atOneBlock }, `${out}: ${sayAsOf(asOf)}${since}`);
}

async function pour(context: Context, { body }: ListFile, to: NodeJS.WritableStream): Promise<void> {
  const from = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  let broken = false;
  from.once('error', () => {
    broken = true;
  });
  try {
    await pipeline(from, to, { end: to !== process.stdout });
  } catch (error) {
    // A disk that is full also ends the transfer, but it says so itself.
    if (broken && (error as NodeJS.ErrnoException).syscall === undefined) {
      throw new LedgerError('TRANSFER_BROKEN', { apiUrl: context.api.url });
    }
    throw error;
  }
}
