import { differingChunks } from './merkle-tree.js';

/** What is known of a file: its root, perhaps its leaf hashes. */
export interface KnownFile {
  /** In a folder: relative to it; empty for a file of its own. */
  path: string;
  /** 32 bytes in hex with 0x. */
  root: string;
  /** In bytes. */
  byteSize?: number | undefined;
  /** 32 bytes each, one after the other. */
  leaves?: Uint8Array | undefined;
}

/** A file that both have, with other bytes. */
export interface DifferingFile {
  path: string;
  /** Positions from 0; absent where the leaf hashes of one side are not known. */
  chunks?: number[];
}

/** How two lists of files differ. */
export interface FileDifferences {
  differing: DifferingFile[];
  /** Registered, and not there. */
  missing: string[];
  /** There, and not registered. */
  extra: string[];
  /** Pairs of a missing and an extra file with the same bytes. */
  renamed: { from: string; to: string }[];
}

/**
 * Compares files by path.
 *
 * @param registered - The files of the version.
 * @param actual - The files at hand.
 */
export function compareFiles(registered: readonly KnownFile[], actual: readonly KnownFile[]): FileDifferences {
  const byPath = new Map(actual.map((file) => [file.path, file]));
  const known = new Set(registered.map((file) => file.path));
  const missing = registered.filter((file) => !byPath.has(file.path));
  const extra = actual.filter((file) => !known.has(file.path));
  const differing = registered.flatMap((file): DifferingFile[] => {
    const other = byPath.get(file.path);
    if (other === undefined || other.root === file.root) return [];
    if (file.leaves === undefined || other.leaves === undefined) return [{ path: file.path }];
    return [{ path: file.path, chunks: differingChunks(file.leaves, other.leaves) }];
  });
  const spare = Map.groupBy(extra, (file) => file.root);
  const renamed = missing.flatMap((file) => {
    const to = spare.get(file.root)?.shift();
    return to === undefined ? [] : [{ from: file.path, to: to.path }];
  });
  return { differing, missing: missing.map((file) => file.path), extra: extra.map((file) => file.path), renamed };
}
