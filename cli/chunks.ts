import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getBytes, hexlify } from 'ethers';
import { z } from 'zod';
import type { KnownFile } from '../sdk/compare-files.js';
import { FILE_FORMAT } from '../sdk/content-root.js';
import { LedgerError } from '../sdk/errors.js';
import { quoteName } from '../sdk/file-name.js';
import { FOLDER_FORMAT, rootOfManifest } from '../sdk/manifest.js';
import { CHUNK_BYTES, joinBytes, leafAt, leafCount, rootOfLeaves } from '../sdk/merkle-tree.js';
import type { Content } from './content.js';

const hash = z.string().regex(/^0x[0-9a-f]{64}$/);
const chunks = z.array(hash);
/** A version's chunk hashes as a file: of a file and of a folder in the same form; without `chunks`, it is the manifest. */
const chunkList = z.strictObject({
  format: z.literal([FILE_FORMAT, FOLDER_FORMAT]),
  root: hash,
  files: z.array(z.strictObject({ path: z.string(), byteSize: z.int().nonnegative(), root: hash, chunks: chunks.optional() })),
});

/** Leaf hashes that are written at a time. */
const PIECE = 4096;

/** Keeps a version's leaf hashes in the home folder (32 bytes per 64 KiB), so that a later check can name the chunk that differs. */
export function keepChunks(home: string, content: Content): void {
  const file = chunkFile(home, content.root);
  mkdirSync(path.dirname(file), { recursive: true });
  const handle = openSync(file, 'w');
  const write = (text: string) => writeFileSync(handle, text);
  try {
    write(`{"format":${content.format},"root":"${content.root}","files":[`);
    content.files.forEach((one, i) => {
      write(
        `${i === 0 ? '' : ','}\n{"path":${JSON.stringify(one.path)},"byteSize":${one.byteSize},"root":"${one.root}","chunks":[`,
      );
      for (let at = 0; at < leafCount(one.leaves); at += PIECE) {
        const count = Math.min(PIECE, leafCount(one.leaves) - at);
        const hashes = Array.from({ length: count }, (_, k) => `"${hexlify(leafAt(one.leaves, at + k))}"`);
        write(`${at === 0 ? '' : ','}${hashes.join()}`);
      }
      write(']}');
    });
    write('\n]}\n');
  } finally {
    closeSync(handle);
  }
}

/**
 * The files of a version with their leaf hashes, as this home kept them.
 *
 * @returns Undefined when there are none, or when they do not make up the root.
 */
export function findChunks(home: string, root: string, format: number): KnownFile[] | undefined {
  try {
    return parseChunks(readFileSync(chunkFile(home, root), 'utf8'), root, format);
  } catch {
    return undefined;
  }
}

/**
 * Reads a list of chunk hashes that the publisher gave.
 *
 * @throws `BAD_CHUNK_LIST`, also when the hashes do not make up the root.
 */
export function readChunks(file: string, root: string, format: number): KnownFile[] {
  try {
    return parseChunks(readFileSync(file, 'utf8'), root, format);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : (code ?? message);
    throw new LedgerError('BAD_CHUNK_LIST', { file, problem: quoteName(problem.replaceAll('\n', ' ')) });
  }
}

/** Every hash of a list is held against the root: whoever made it cannot lead astray. */
function parseChunks(text: string, root: string, format: number): KnownFile[] {
  const content: unknown = JSON.parse(text);
  if (Array.isArray(content)) {
    // An earlier form: the hashes of a single file.
    const leaves = join(chunks.parse(content));
    if (format !== FILE_FORMAT || rootOfLeaves(leaves) !== root) throw new Error('it is of another version');
    return [{ path: '', root, leaves }];
  }
  const list = chunkList.parse(content);
  if (list.format !== format || list.root !== root) throw new Error('it is of another version');
  const files = list.files.map(({ chunks, ...file }): KnownFile & { byteSize: number } => {
    const leaves = chunks && join(chunks);
    if (leaves !== undefined && leafCount(leaves) !== Math.ceil(file.byteSize / CHUNK_BYTES)) {
      throw new Error('the number of chunks does not fit the size');
    }
    if (leaves !== undefined && rootOfLeaves(leaves) !== file.root) throw new Error('the chunks do not make up the root');
    return { ...file, leaves };
  });
  const made = format === FOLDER_FORMAT ? rootOfManifest(files) : soleRoot(files);
  if (made !== root) throw new Error('the files do not make up the root');
  return files;
}

function soleRoot(files: readonly KnownFile[]): string | undefined {
  return files.length === 1 && files[0]?.path === '' ? files[0].root : undefined;
}

function join(hashes: readonly string[]): Uint8Array {
  return joinBytes(hashes.map((one) => getBytes(one)));
}

/** Where a root's leaf hashes are kept. */
function chunkFile(home: string, root: string): string {
  return path.join(home, 'chunks', `${root.slice(2)}.json`);
}
