import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Format id of a root over one file's 64 KiB chunks, as `DatasetRegistry` records it. */
export const FILE_FORMAT = 1;
/** Bytes in a chunk; the last one may be shorter. */
export const CHUNK_BYTES = 65_536;

/** A file's commitment. */
export interface ContentRoot {
  /** RFC 9162 section 2.1.1 Merkle tree hash, 32 bytes in hex with 0x. */
  root: string;
  /** In bytes. */
  byteSize: number;
  /** Each chunk's leaf hash, 32 bytes in hex with 0x. */
  leaves: string[];
}

/**
 * The leaf hash of a chunk: SHA-256(0x00 ‖ chunk).
 *
 * @param chunk - Up to 64 KiB.
 */
export function leafHash(chunk: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(chunk).digest();
}

/** SHA-256(0x01 ‖ left ‖ right). */
function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/**
 * A Merkle tree that takes leaves one by one and keeps one hash per level.
 * RFC 9162 splits n leaves at the largest power of two below n, which is the same as merging equal-sized neighbours as they come and,
 * at the end, the rest from right to left.
 */
export function createMerkleTree() {
  const stack: { hash: Buffer; size: number }[] = [];
  return {
    /** Appends a leaf hash. */
    add(hash: Buffer): void {
      let node = { hash, size: 1 };
      for (let left = stack.at(-1); left?.size === node.size; left = stack.at(-1)) {
        stack.pop();
        node = { hash: nodeHash(left.hash, node.hash), size: left.size * 2 };
      }
      stack.push(node);
    },
    /** The root of all leaves so far; SHA-256 of nothing when there is none. */
    root(): Buffer {
      if (stack.length === 0) return createHash('sha256').digest();
      return stack.map((node) => node.hash).reduceRight((right, left) => nodeHash(left, right));
    },
  };
}

/**
 * Computes a file's content root, reading it once; memory does not grow with its size, but for 32 bytes a chunk.
 *
 * @param file - Path of the file.
 * @param onProgress - Called after each chunk with bytes done and bytes in all.
 */
export async function contentRootOf(
  file: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ContentRoot> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tree = createMerkleTree();
    const leaves: string[] = [];
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let done = 0;
    for (;;) {
      const length = await fill(handle, buffer);
      if (length === 0) break;
      const leaf = leafHash(buffer.subarray(0, length));
      tree.add(leaf);
      leaves.push(`0x${leaf.toString('hex')}`);
      done += length;
      onProgress(done, size);
      if (length < CHUNK_BYTES) break;
    }
    return { root: `0x${tree.root().toString('hex')}`, byteSize: done, leaves };
  } finally {
    await handle.close();
  }
}

/** Reads until the buffer is full or the file ends: a read may come short in the middle of a file. */
async function fill(handle: Awaited<ReturnType<typeof open>>, buffer: Buffer): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/**
 * Names the chunks in which two files differ, by their leaf hashes.
 *
 * @param expected - Leaves of the registered file.
 * @param actual - Leaves of the file at hand.
 * @returns Positions from 0, in order; chunks that only one of them has count as different.
 */
export function differingChunks(expected: readonly string[], actual: readonly string[]): number[] {
  const length = Math.max(expected.length, actual.length);
  return Array.from({ length }, (_, i) => i).filter((i) => expected[i] !== actual[i]);
}
