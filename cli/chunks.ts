import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ContentRoot, createMerkleTree } from '../sdk/content-root.js';

/** Keeps a version's leaf hashes in the home folder (32 bytes per 64 KiB), so that a later check can name the chunk that differs. */
export function keepChunks(home: string, content: ContentRoot): void {
  const file = chunkFile(home, content.root);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content.leaves)}\n`);
}

/**
 * The leaf hashes of a root.
 *
 * @param home - The home folder.
 * @param root - The registered root.
 * @param given - A file with leaf hashes that the publisher gave; absent: what this home kept.
 * @returns Undefined when there are none, or when they do not make up the root.
 */
export function findChunks(home: string, root: string, given: string | undefined): string[] | undefined {
  let leaves: unknown;
  try {
    leaves = JSON.parse(readFileSync(given ?? chunkFile(home, root), 'utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(leaves)) return undefined;
  const tree = createMerkleTree();
  for (const leaf of leaves) tree.add(Buffer.from(String(leaf).slice(2), 'hex'));
  return `0x${tree.root().toString('hex')}` === root ? (leaves as string[]) : undefined;
}

/** Where a root's leaf hashes are kept. */
function chunkFile(home: string, root: string): string {
  return path.join(home, 'chunks', `${root.slice(2)}.json`);
}
