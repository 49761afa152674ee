import type { Kysely } from 'kysely';
import type { Deployment } from '../../sdk/deployment.js';
import { LedgerError } from '../../sdk/errors.js';
import { createDecoder } from '../chain/decode.js';
import type { ChainNode } from '../chain/node.js';
import { readRange } from '../chain/read-range.js';
import { type ChainIdentity, openCursor, readCursor } from '../store/cursor.js';
import { type Cursor, HeadMoved, writeStretch } from '../store/row-change.js';
import type { Database } from '../store/schema.js';
import { rowChanges } from './row-changes.js';

/** How the index stands. */
export interface SyncStatus {
  /** The last indexed block. */
  block: number;
  /** Unix seconds of that block. */
  blockTime: number;
  /** The latest final block that the node has told of. */
  finalBlock: number;
  /** Why the index does not go on; it tries again when the cause can pass by itself. */
  problem?: { code: string; message: string };
}

/** The running index. */
export interface Sync {
  status(): SyncStatus;
  /** Resolves when the index has reached a block; rejects when it has stopped before. */
  reached(block: number): Promise<void>;
  /** Looks at the head at once, for there is something new. */
  look(): void;
  /** Lets nobody wait any longer. */
  abandon(): void;
  stop(): Promise<void>;
}

/** Causes that no waiting mends: the index stops there, and stays readable. */
const FINAL_PROBLEMS = new Set(['EVENT_UNKNOWN', 'LINK_BROKEN']);
const MOST_BLOCKS = 2000;
/** Who is told of a block that its node does not have yet looks again so soon, and for so long, in milliseconds. */
const EAGER_PAUSE_MS = 10;
const EAGER_MS = 300;
/** How long a node may be behind the index, in milliseconds. */
export const PATIENCE_MS = 10_000;

/**
 * Follows the chain: reads final blocks in ranges that adapt to what the node allows, and writes rows and cursor together.
 * Only final blocks are read, so nothing is ever taken back.
 *
 * @param options.pollMs - Pause between looks at the head.
 * @param options.patienceMs - How long a node may be behind the index before that counts as a problem.
 * @param options.onProgress - Called after each stretch.
 * @throws `INDEX_OF_ANOTHER_CHAIN` when the store belongs to another chain, `INDEX_AHEAD` when the node lacks its last block.
 */
export async function startSync(options: {
  db: Kysely<Database>;
  storeName: string;
  node: ChainNode;
  deployment: Deployment;
  pollMs: number;
  patienceMs: number;
  onProgress(status: SyncStatus): void;
  onProblem(problem: Error): void;
}): Promise<Sync> {
  const { db, node, deployment } = options;
  let cursor = await openIndex(options);
  // Asked before anybody is told how the index stands: one that has not begun is not at the head.
  let finalBlock = Math.max(cursor.block, await node.finalBlock().catch(() => -1));
  let problem: SyncStatus['problem'];
  let range = MOST_BLOCKS;
  let behindSince: number | undefined;
  let stopped = false;
  let ended = false;
  let eagerUntil = 0;
  let wake = () => {};
  let waiting: { block: number; resolve(): void; reject(error: Error): void }[] = [];
  const decode = createDecoder(deployment);

  const status = (): SyncStatus => ({
    block: cursor.block,
    blockTime: cursor.block_time,
    finalBlock,
    ...(problem === undefined ? {} : { problem }),
  });

  const advance = (head: Cursor): void => {
    cursor = head;
    const done = waiting.filter((one) => one.block <= head.block);
    waiting = waiting.filter((one) => one.block > head.block);
    for (const one of done) one.resolve();
  };

  const step = async (): Promise<void> => {
    const to = Math.min(finalBlock, cursor.block + range);
    const { events, last } = await readRange(node, decode, cursor.block + 1, to, cursor.block_hash || undefined);
    const next = { block: last.number, block_hash: last.hash, block_time: last.time };
    await writeStretch(db, events.flatMap(rowChanges), cursor, next);
    advance(next);
    eagerUntil = 0;
    range = Math.min(MOST_BLOCKS, range * 2);
    options.onProgress(status());
  };

  /** A node behind a balancer may lag for a moment; one that stays behind the index has lost blocks. */
  const requireHead = (told: number): void => {
    if (told >= cursor.block) behindSince = undefined;
    else behindSince ??= Date.now();
    if (behindSince === undefined || Date.now() - behindSince < options.patienceMs) return;
    throw new LedgerError('INDEX_AHEAD', { block: cursor.block, expected: cursor.block_hash, actual: `head ${told}` });
  };

  const fail = (error: Error): void => {
    const code = error instanceof LedgerError ? error.code : 'INDEX_STUCK';
    // A range that the node refuses is tried in halves before it counts as a problem.
    if (range > 1 && !FINAL_PROBLEMS.has(code) && finalBlock > cursor.block) {
      range = Math.ceil(range / 2);
      return;
    }
    if (problem?.message !== error.message) options.onProblem(error);
    problem = { code, message: error.message };
  };

  const loop = (async () => {
    while (!stopped) {
      try {
        const told = await node.finalBlock();
        finalBlock = Math.max(finalBlock, told);
        while (!stopped && cursor.block < finalBlock) await step();
        requireHead(told);
        problem = undefined;
      } catch (error) {
        // A commit whose answer was lost may have gone through all the same: the store says where the head is.
        const head = await readCursor(db).catch(() => undefined);
        if (head !== undefined) advance({ block: head.block, block_hash: head.block_hash, block_time: head.block_time });
        if (error instanceof HeadMoved) continue;
        fail(error as Error);
        if (FINAL_PROBLEMS.has((problem as { code: string } | undefined)?.code ?? '')) break;
      }
      const pauseMs = Date.now() < eagerUntil ? Math.min(EAGER_PAUSE_MS, options.pollMs) : options.pollMs;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    for (const one of waiting) one.reject(new Error(`the index stopped at block ${cursor.block}`));
    waiting = [];
    ended = true;
  })();

  return {
    status,
    reached: (block) =>
      new Promise((resolve, reject) => {
        if (block <= cursor.block) resolve();
        else if (ended) reject(new Error(`the index stopped at block ${cursor.block}`));
        else waiting.push({ block, resolve, reject });
      }),
    look() {
      eagerUntil = Date.now() + EAGER_MS;
      wake();
    },
    abandon() {
      ended = true;
      for (const one of waiting.splice(0)) one.reject(new Error('the service is stopping'));
    },
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}

/** Reads where the index is, and refuses a store that belongs to another chain. */
async function openIndex(options: {
  db: Kysely<Database>;
  storeName: string;
  node: ChainNode;
  deployment: Deployment;
}): Promise<Cursor> {
  const { db, node, deployment, storeName } = options;
  const genesis = await node.header(0);
  const identity: ChainIdentity = { chain_id: deployment.chainId, genesis_hash: genesis.hash };
  const before = deployment.startBlock - 1;
  const start =
    before < 0
      ? { block: -1, block_hash: '', block_time: 0 }
      : await node.header(before).then(({ hash, number, time }) => ({ block: number, block_hash: hash, block_time: time }));
  const stored = await openCursor(db, identity, start);
  if (stored.chain_id !== identity.chain_id || stored.genesis_hash !== identity.genesis_hash) {
    throw new LedgerError('INDEX_OF_ANOTHER_CHAIN', { store: storeName, stored: stored.genesis_hash, actual: genesis.hash });
  }
  await requireSameBlock(node, stored);
  return { block: stored.block, block_hash: stored.block_hash, block_time: stored.block_time };
}

/** The node must have the block with which the index ends: an index ahead of its chain shows what does not exist. */
async function requireSameBlock(node: ChainNode, stored: Cursor): Promise<void> {
  if (stored.block_hash === '') return;
  const actual = (await node.finalBlock()) < stored.block ? 'none' : (await node.header(stored.block)).hash;
  if (actual !== stored.block_hash)
    throw new LedgerError('INDEX_AHEAD', { block: stored.block, expected: stored.block_hash, actual });
}
