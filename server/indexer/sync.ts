import { LedgerError } from '../../sdk/errors.js';
import { createDecoder } from '../chain/decode.js';
import { createRangeReader } from '../chain/range-reader.js';
import { askOf } from '../store/ask-of.js';
import { type Head, readCursor } from '../store/cursor.js';
import type { Step } from '../store/engine.js';
import { createMemory } from '../store/follow-up.js';
import { type Cursor, HeadMoved } from '../store/move-head.js';
import { readyStretch } from '../store/ready-stretch.js';
import { REWIND_DEPTH } from '../store/undo.js';
import { rewind, type Stretch, writeStretch } from '../store/write-stretch.js';
import { findAncestor } from './find-ancestor.js';
import { type IndexPlace, openIndex } from './open-index.js';
import { createPostponement } from './postponement.js';
import { cutStretches } from './prepare.js';

/** How the index stands. */
export interface SyncStatus {
  /** The last indexed block. */
  block: number;
  /** Unix seconds of that block. */
  blockTime: number;
  /** The latest final block that the node has told of. */
  finalBlock: number;
  /** Whether indexes that readers need are not built yet: answers may take long. */
  building: boolean;
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
const FINAL_PROBLEMS = new Set(['EVENT_UNKNOWN']);
/** One stretch is on its way to the store while it works on another. */
const MOST_WRITES = 2;
/** Who is told of a block that its node does not have yet looks again so soon, and for so long, in milliseconds. */
const EAGER_PAUSE_MS = 10;
const EAGER_MS = 300;
/** How long a node may be behind the index, in milliseconds. */
export const PATIENCE_MS = 10_000;
/** Longest pause while the store is away, in milliseconds. */
const LONGEST_STORE_PAUSE_MS = 5_000;
/** A pause that a node asks for counts as a problem from this length on, in milliseconds. */
const LONG_PAUSE_MS = 3_000;

/**
 * Follows the chain: reads final blocks in ranges that suit the node, the next ones while one is written, and writes rows and cursor together.
 * When the chain takes blocks back that it had called final, so does the index, as far as it can.
 *
 * @param options.pollMs - Pause between looks at the head.
 * @param options.patienceMs - How long a node may be behind the index before that counts as a problem.
 * @param options.onProgress - Called after each stretch.
 * @param options.onRewind - Called when the index has gone back to an earlier block.
 * @throws `INDEX_OF_ANOTHER_CHAIN` when the store belongs to another chain, `INDEX_AHEAD` when the node lacks its last block.
 */
export async function startSync(
  options: IndexPlace & {
    pollMs: number;
    patienceMs: number;
    onProgress(status: SyncStatus): void;
    onProblem(problem: Error): void;
    onRewind(from: number, to: number): void;
  },
): Promise<Sync> {
  const { store, node, deployment } = options;
  let cursor = await openIndex(options);
  // Asked before anybody is told how the index stands: one that has not begun is not at the head.
  let finalBlock = Math.max(cursor.block, await node.finalBlock().catch(() => -1));
  let problem: SyncStatus['problem'];
  let behindSince: number | undefined;
  const stopping = new AbortController();
  let ended = false;
  let eagerUntil = 0;
  let pauseMs = 0;
  /** What kept the store from taking a stretch, since the last look: to ask the node for less would not mend it. */
  let unwritten: { error: unknown } | undefined;
  let wake = () => {};
  let waiting: { block: number; resolve(): void; reject(error: Error): void }[] = [];
  const ask = askOf(store.db);
  const postponed = createPostponement(store, deployment);
  const reader = createRangeReader(node, createDecoder(deployment));

  const status = (): SyncStatus => ({
    block: cursor.block,
    blockTime: cursor.block_time,
    finalBlock,
    building: postponed.lasts(),
    ...(problem === undefined ? {} : { problem }),
  });

  const advance = (head: Cursor): void => {
    cursor = head;
    const done = waiting.filter((one) => one.block <= head.block);
    waiting = waiting.filter((one) => one.block > head.block);
    for (const one of done) one.resolve();
  };

  const byStore = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      // The first cause counts: what was sent behind it fails because of it.
      unwritten ??= { error };
      throw error;
    });

  const write = async (stretch: Stretch, ready: readonly Step[]): Promise<void> => {
    await byStore(writeStretch(store, stretch, ready));
    problem = undefined;
    advance(stretch.to);
    eagerUntil = 0;
    options.onProgress(status());
  };

  /** Reads up to the final block; a stretch is made ready while those before are written. */
  const readOn = async (writes: Promise<void>[]): Promise<void> => {
    const memory = createMemory();
    let from = cursor;
    for await (const range of reader.read({ block: from.block, hash: from.block_hash }, finalBlock)) {
      for (const stretch of cutStretches(range, from, finalBlock)) {
        const ready = await byStore(readyStretch(ask, stretch, memory));
        if (writes.length === MOST_WRITES) await writes.shift();
        if (stopping.signal.aborted) return;
        from = stretch.to;
        writes.push(write(stretch, ready));
        // Whoever awaits it hears of a failure.
        writes.at(-1)?.catch(() => {});
      }
    }
  };

  const catchUp = async (): Promise<void> => {
    const writes: Promise<void>[] = [];
    const [read] = await Promise.allSettled([readOn(writes)]);
    // All writes are over before anybody looks where the head is.
    await Promise.allSettled(writes);
    if (unwritten !== undefined) throw unwritten.error;
    if (read.status === 'rejected') throw read.reason;
  };

  /** A node behind a balancer may lag for a moment; one that stays behind the index has lost blocks. */
  const requireHead = (told: number): void => {
    if (told >= cursor.block) behindSince = undefined;
    else behindSince ??= Date.now();
    if (behindSince === undefined || Date.now() - behindSince < options.patienceMs) return;
    throw new LedgerError('INDEX_AHEAD', { block: cursor.block, expected: cursor.block_hash, actual: `head ${told}` });
  };

  /** Goes back to where index and chain agree. @returns Whether it went. */
  const goBack = async (): Promise<boolean> => {
    const head = (await readCursor(store.db)) as Head;
    const ancestor = await findAncestor(store.db, node, head);
    if (ancestor === undefined) return false;
    await rewind(store, head, ancestor);
    cursor = ancestor;
    options.onRewind(head.block, ancestor.block);
    return true;
  };

  /** A pause that node or store needs is not cut short by a new block. */
  const isPausing = (): boolean => pauseMs > options.pollMs;

  const report = (error: Error): void => {
    const code = error instanceof LedgerError ? error.code : 'INDEX_STUCK';
    if (problem?.message !== error.message) options.onProblem(error);
    problem = { code, message: error.message };
  };

  /** What is tried otherwise, and what is told of. */
  const fail = async (error: Error): Promise<void> => {
    // A commit whose answer was lost may have gone through all the same: the store says where the head is.
    const head = await readCursor(store.db).catch(() => undefined);
    if (head === undefined) {
      // The node is not asked for what can't be written.
      pauseMs = Math.min(LONGEST_STORE_PAUSE_MS, Math.max(options.pollMs, pauseMs * 2));
      return report(error);
    }
    advance({ block: head.block, block_hash: head.block_hash, block_time: head.block_time });
    if (error instanceof HeadMoved || FINAL_PROBLEMS.has(codeOf(error))) {
      if (!(error instanceof HeadMoved)) report(error);
      pauseMs = 0;
      return;
    }
    try {
      pauseMs = options.pollMs;
      if (codeOf(error) === 'LINK_BROKEN' && (await goBack())) return;
      const wanted = finalBlock > cursor.block && unwritten === undefined ? reader.ease(error) : undefined;
      pauseMs = wanted ?? options.pollMs;
      if (wanted === undefined || wanted > LONG_PAUSE_MS) report(error);
    } catch (worse) {
      report(worse as Error);
    }
  };

  const look = async (): Promise<void> => {
    unwritten = undefined;
    const told = await node.finalBlock();
    // How far the chain is decides what can no longer be taken back: that block must be there.
    if (told - cursor.block > REWIND_DEPTH) await node.header(told);
    finalBlock = Math.max(cursor.block, told);
    await byStore(postponed.begin(cursor.block, finalBlock));
    if (cursor.block < finalBlock) await catchUp();
    requireHead(told);
    if (!stopping.signal.aborted && postponed.lasts()) {
      await postponed.end(stopping.signal);
      options.onProgress(status());
    }
    problem = undefined;
    pauseMs = options.pollMs;
  };

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await look().catch((error: Error) => (stopping.signal.aborted ? undefined : fail(error)));
      if (FINAL_PROBLEMS.has(problem?.code ?? '')) break;
      await new Promise<void>((resolve) => {
        const isEager = Date.now() < eagerUntil && !isPausing();
        const timer = setTimeout(resolve, isEager ? Math.min(EAGER_PAUSE_MS, pauseMs) : pauseMs);
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
      if (!isPausing()) wake();
    },
    abandon() {
      ended = true;
      for (const one of waiting.splice(0)) one.reject(new Error('the service is stopping'));
    },
    async stop() {
      stopping.abort();
      wake();
      await loop;
    },
  };
}

function codeOf(error: Error): string {
  return error instanceof LedgerError ? error.code : '';
}
