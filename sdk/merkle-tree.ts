import { getBytes, hexlify, sha256 } from 'ethers';

/** Bytes in a chunk; the last one may be shorter. */
export const CHUNK_BYTES = 65_536;
/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;

/**
 * The leaf hash of a chunk: SHA-256(0x00 ‖ chunk).
 *
 * @param chunk - Up to 64 KiB.
 */
export function leafHash(chunk: Uint8Array): Uint8Array {
  return getBytes(sha256(joinBytes([Uint8Array.of(0), chunk])));
}

/** SHA-256(0x01 ‖ left ‖ right). */
function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return getBytes(sha256(joinBytes([Uint8Array.of(1), left, right])));
}

/**
 * A Merkle tree that takes leaves one by one and keeps one hash per level. It needs nothing of Node, so that a browser can use it.
 * RFC 9162 splits n leaves at the largest power of two below n, which is the same as merging equal-sized neighbours as they come and,
 * at the end, the rest from right to left.
 */
export function createMerkleTree() {
  const stack: { hash: Uint8Array; size: number }[] = [];
  return {
    /** Appends a leaf hash. */
    add(hash: Uint8Array): void {
      let node = { hash, size: 1 };
      for (let left = stack.at(-1); left?.size === node.size; left = stack.at(-1)) {
        stack.pop();
        node = { hash: nodeHash(left.hash, node.hash), size: left.size * 2 };
      }
      stack.push(node);
    },
    /** The root of all leaves so far; SHA-256 of nothing when there is none. */
    root(): Uint8Array {
      if (stack.length === 0) return getBytes(sha256(new Uint8Array()));
      return stack.map((node) => node.hash).reduceRight((right, left) => nodeHash(left, right));
    },
  };
}

/** Puts bytes one after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Computes the content root of bytes in memory.
 *
 * @param bytes - The content.
 * @returns 32 bytes in hex with 0x.
 */
export function rootOfBytes(bytes: Uint8Array): string {
  const tree = createMerkleTree();
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) tree.add(leafHash(bytes.subarray(start, start + CHUNK_BYTES)));
  return hexlify(tree.root());
}

/**
 * Computes the content root of leaf hashes.
 *
 * @param leaves - 32 bytes each, one after the other.
 * @returns 32 bytes in hex with 0x.
 */
export function rootOfLeaves(leaves: Uint8Array): string {
  const tree = createMerkleTree();
  for (let i = 0; i < leafCount(leaves); i++) tree.add(leafAt(leaves, i));
  return hexlify(tree.root());
}

/** How many leaf hashes stand one after the other. */
export function leafCount(leaves: Uint8Array): number {
  return leaves.length / HASH_BYTES;
}

/** One of the leaf hashes that stand one after the other; empty past their end. */
export function leafAt(leaves: Uint8Array, position: number): Uint8Array {
  return leaves.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES);
}

/**
 * Names the chunks in which two files differ, by their leaf hashes.
 *
 * @param expected - Leaves of the registered file, 32 bytes each.
 * @param actual - Leaves of the file at hand, 32 bytes each.
 * @returns Positions from 0, in order; chunks that only one of them has count as different.
 */
export function differingChunks(expected: Uint8Array, actual: Uint8Array): number[] {
  const differing: number[] = [];
  for (let i = 0; i < Math.max(leafCount(expected), leafCount(actual)); i++) {
    const [one, other] = [leafAt(expected, i), leafAt(actual, i)];
    if (one.length !== other.length || one.some((byte, at) => byte !== other[at])) differing.push(i);
  }
  return differing;
}
