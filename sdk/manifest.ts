import { toUtf8Bytes } from 'ethers';
import { LedgerError } from './errors.js';
import { parseFilePath, quoteName } from './file-name.js';
import { joinBytes, rootOfBytes } from './merkle-tree.js';

/** Format id of a root over a folder's manifest, as `DatasetRegistry` records it. */
export const FOLDER_FORMAT = 2;

/** One file of a folder. */
export interface ManifestEntry {
  /** Relative to the folder, with `/` between its parts. */
  path: string;
  /** In bytes. */
  byteSize: number;
  /** The file's content root, 32 bytes in hex with 0x. */
  root: string;
}

/**
 * Sorts files as a manifest has them: by the UTF-8 bytes of their paths. That is the order of code points, not of UTF-16 units.
 *
 * @param files - In any order.
 */
export function sortByPath<T extends { path: string }>(files: readonly T[]): T[] {
  const order = (a: Uint8Array, b: Uint8Array) => {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
    return a.length - b.length;
  };
  const keyed = files.map((file) => ({ file, bytes: new TextEncoder().encode(file.path) }));
  return keyed.sort((a, b) => order(a.bytes, b.bytes)).map(({ file }) => file);
}

/**
 * Writes a manifest: for each file, sorted by path, `root size path NUL` with the root in 64 small hex digits and the size in decimal.
 * A path cannot hold a NUL, so nothing in a name can be taken for the end of it.
 *
 * @param entries - A folder's files, in any order; at least one.
 * @throws `BAD_FILE_NAME`, also when two files have one path.
 */
export function encodeManifest(entries: readonly ManifestEntry[]): Uint8Array {
  let before: string | undefined;
  const lines = sortByPath(entries).map(({ path, byteSize, root }) => {
    if (path === before) throw new LedgerError('BAD_FILE_NAME', { name: quoteName(path), problem: 'stands there twice' });
    before = path;
    return toUtf8Bytes(`${root.slice(2)} ${byteSize} ${parseFilePath(path)}\0`);
  });
  return joinBytes(lines);
}

/**
 * Computes a folder's content root: the root of its manifest's bytes.
 *
 * @param entries - A folder's files, in any order.
 * @returns 32 bytes in hex with 0x.
 * @throws `BAD_FILE_NAME`.
 */
export function rootOfManifest(entries: readonly ManifestEntry[]): string {
  return rootOfBytes(encodeManifest(entries));
}
