import type { Deployment } from '../../sdk/deployment.js';
import { LedgerError } from '../../sdk/errors.js';
import type { ChainNode, Header } from '../chain/node.js';
import { requireLinks } from '../chain/read-range.js';
import { type ChainIdentity, type Head, openCursor } from '../store/cursor.js';
import type { Engine } from '../store/engine.js';
import type { Cursor } from '../store/move-head.js';
import { rewind } from '../store/write-stretch.js';
import { findAncestor } from './find-ancestor.js';
import { cursorOf } from './prepare.js';

/** Which index, and what it is held against. */
export interface IndexPlace {
  store: Engine;
  storeName: string;
  node: ChainNode;
  deployment: Deployment;
}

/**
 * Reads where the index is; one whose last blocks the chain has replaced meanwhile goes back to where they agree.
 *
 * @param place - Which index.
 * @throws `INDEX_OF_ANOTHER_CHAIN` when the store belongs to another chain, `INDEX_AHEAD` when the node lacks its last block.
 */
export async function openIndex(place: IndexPlace): Promise<Cursor> {
  const { deployment, node, store, storeName } = place;
  const genesis = await confirmedHeader(node, 0);
  const identity: ChainIdentity = { chain_id: deployment.chainId, genesis_hash: genesis.hash };
  const before = deployment.startBlock - 1;
  const start = before < 0 ? { block: -1, block_hash: '', block_time: 0 } : cursorOf(await confirmedHeader(node, before));
  const head = await openCursor(store.db, identity, start);
  if (head.chain_id !== identity.chain_id || head.genesis_hash !== identity.genesis_hash) {
    throw new LedgerError('INDEX_OF_ANOTHER_CHAIN', { store: storeName, stored: head.genesis_hash, actual: genesis.hash });
  }
  return requireSameBlock(place, head);
}

/** A header whose hash the next block confirms: it is written down for good. */
async function confirmedHeader(node: ChainNode, block: number): Promise<Header> {
  const headers = await node.headers(block, block + 1);
  requireLinks(headers);
  return headers[0] as Header;
}

/** The node must have the block with which the index ends: an index ahead of its chain shows what does not exist. */
async function requireSameBlock({ node, store }: IndexPlace, head: Head): Promise<Cursor> {
  const { block, block_hash, block_time } = head;
  const here = { block, block_hash, block_time };
  if (block_hash === '') return here;
  const ahead = (actual: string) => new LedgerError('INDEX_AHEAD', { block, expected: block_hash, actual });
  if ((await node.finalBlock()) < block) throw ahead('none');
  const actual = (await node.header(block)).hash;
  if (actual === block_hash) return here;
  const ancestor = await findAncestor(store.db, node, head).catch((error: unknown) => {
    throw error instanceof LedgerError ? ahead(actual) : error;
  });
  if (ancestor === undefined) return here;
  await rewind(store, head, ancestor);
  return ancestor;
}
