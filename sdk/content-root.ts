import { open } from 'node:fs/promises';
import { hexlify } from 'ethers';
import { LedgerError } from './errors.js';
import { quoteName } from './file-name.js';
import { CHUNK_BYTES, createMerkleTree, HASH_BYTES, leafHash } from './merkle-tree.js';

/** Format id of a root over one file's 64 KiB chunks, as `DatasetRegistry` records it. */
export const FILE_FORMAT = 1;

/** A file's commitment. */
export interface ContentRoot {
  /** RFC 9162 section 2.1.1 Merkle tree hash, 32 bytes in hex with 0x. */
  root: string;
  /** In bytes. */
  byteSize: number;
  /** Each chunk's leaf hash, 32 bytes, one after the other. */
  leaves: Uint8Array;
}

/**
 * Computes a file's content root, reading it once; memory does not grow with its size, but for 32 bytes a chunk.
 *
 * @param file - Path of the file.
 * @param onProgress - Called after each chunk with bytes done and bytes in all.
 * @throws `FILE_CHANGED` when its size or time of change is another afterwards.
 */
export async function contentRootOf(
  file: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ContentRoot> {
  const handle = await open(file, 'r');
  try {
    const before = await handle.stat({ bigint: true });
    const tree = createMerkleTree();
    const leaves = createLeafList();
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let done = 0;
    for (;;) {
      const length = await fill(handle, buffer);
      if (length === 0) break;
      const leaf = leafHash(buffer.subarray(0, length));
      tree.add(leaf);
      leaves.add(leaf);
      done += length;
      onProgress(done, Number(before.size));
      if (length < CHUNK_BYTES) break;
    }
    const after = await handle.stat({ bigint: true });
    // A pipe has no size and no time of change that would mean anything.
    const changed = after.size !== before.size || after.mtimeNs !== before.mtimeNs || BigInt(done) !== after.size;
    if (before.isFile() && changed) throw new LedgerError('FILE_CHANGED', { file: quoteName(file) });
    return { root: hexlify(tree.root()), byteSize: done, leaves: leaves.all() };
  } finally {
    await handle.close();
  }
}

/** Gathers hashes without an object for each. */
function createLeafList() {
  let bytes = new Uint8Array(16 * HASH_BYTES);
  let used = 0;
  return {
    add(hash: Uint8Array): void {
      if (used === bytes.length) {
        const larger = new Uint8Array(bytes.length * 2);
        larger.set(bytes);
        bytes = larger;
      }
      bytes.set(hash, used);
      used += HASH_BYTES;
    },
    /** A copy, so that the room for more is let go. */
    all: () => bytes.slice(0, used),
  };
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
