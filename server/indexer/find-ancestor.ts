import type { Kysely } from 'kysely';
import { LedgerError } from '../../sdk/errors.js';
import type { ChainNode } from '../chain/node.js';
import { requireLinks } from '../chain/read-range.js';
import { listBlocks } from '../store/blocks.js';
import type { Head } from '../store/cursor.js';
import type { Cursor } from '../store/move-head.js';
import type { Database } from '../store/schema.js';

/**
 * Finds the block up to which index and node agree, when the node's chain goes on otherwise. The node must show all of its own blocks since,
 * one linked to the next, up to where the index is, and say the same of that block twice: a single wrong answer takes nothing back.
 *
 * @param db - The store.
 * @param node - Whose chain has changed.
 * @param head - The head of the index.
 * @returns The last block in common; undefined when that is the head itself.
 * @throws `LINK_BROKEN` when they agree on no block that the index can go back to, or the node contradicts itself.
 */
export async function findAncestor(db: Kysely<Database>, node: ChainNode, head: Head): Promise<Cursor | undefined> {
  const { hash: theirs } = await node.header(head.block);
  const broken = () => new LedgerError('LINK_BROKEN', { block: head.block + 1, expected: head.block_hash, actual: theirs });
  const kept = await listBlocks(db, head.floor, head.block);
  for (const { hash, number, time } of kept.reverse()) {
    const known = number === head.block ? theirs : (await node.header(number)).hash;
    if (known !== hash) continue;
    if (number === head.block) return undefined;
    const branch = await node.headers(number + 1, head.block);
    requireLinks(branch, hash);
    if (branch.at(-1)?.hash !== theirs) throw broken();
    return { block: number, block_hash: hash, block_time: time };
  }
  throw broken();
}
