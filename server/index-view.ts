import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerError } from '../sdk/errors.js';
import type { SyncStatus } from './indexer/sync.js';

/** How the index stands, whichever process keeps it. */
export interface IndexView {
  status(): SyncStatus;
  /** Resolves when the index has reached a block. */
  reached(block: number): Promise<void>;
  /** Calls back after every change of the index; returns how to stop. */
  subscribe(onNews: () => void): () => void;
}

/** What keeps a view true. */
export interface IndexViewParts {
  /** The index of this process, while it leads. */
  own(): SyncStatus | undefined;
  /** The head in the store; undefined before there is one. */
  head(): Promise<{ block: number; block_time: number } | undefined>;
  /** The latest final block of the chain. */
  finalBlock(): Promise<number>;
  /** Why this version can't read the store; undefined while it can. Whoever leads may be newer and have changed it. */
  refusal(): Promise<LedgerError | undefined>;
  /** Whether indexes of the store are missing. */
  building(): Promise<boolean>;
}

/** Who follows looks at store and chain so often, in milliseconds, beside being told. */
const LOOK_MS = 1_000;

/**
 * Makes the view of the index: its own while this process leads, else by the head in the store, which is looked at when somebody says that it
 * has moved, and once a second.
 */
export function createIndexView(parts: IndexViewParts): IndexView & { news(): void; stop(): Promise<void> } {
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  let waiting: { block: number; resolve(): void; reject(error: Error): void }[] = [];
  let seen: SyncStatus = { block: -1, blockTime: 0, finalBlock: -1, building: false };
  let looking: Promise<void> | undefined;
  let again = false;

  const status = (): SyncStatus => {
    seen = parts.own() ?? seen;
    return seen;
  };
  const tell = (): void => {
    const { block } = status();
    const done = waiting.filter((one) => one.block <= block);
    waiting = waiting.filter((one) => one.block > block);
    for (const one of done) one.resolve();
    for (const listener of listeners) listener();
  };
  const look = async (): Promise<void> => {
    try {
      const refusal = await parts.refusal();
      if (refusal !== undefined) throw refusal;
      const { block, block_time: blockTime } = (await parts.head()) ?? { block: -1, block_time: 0 };
      // What others have written is seen also while the chain is not.
      seen = { ...seen, block, blockTime, finalBlock: Math.max(block, seen.finalBlock) };
      const [finalBlock, building] = [await parts.finalBlock(), await parts.building()];
      seen = { block, blockTime, finalBlock: Math.max(block, finalBlock), building };
    } catch (error) {
      const code = error instanceof LedgerError ? error.code : 'INDEX_STUCK';
      seen = { ...seen, problem: { code, message: (error as Error).message } };
    }
  };
  const news = (): void => {
    if (parts.own() !== undefined) {
      tell();
      return;
    }
    again = true;
    looking ??= (async () => {
      while (again) {
        again = false;
        await look();
        tell();
      }
      looking = undefined;
    })();
  };
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      if (parts.own() === undefined) news();
      await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();

  return {
    status,
    reached: (block) =>
      new Promise((resolve, reject) => {
        if (block <= status().block) resolve();
        else if (stopping.signal.aborted) reject(new Error('the service is stopping'));
        else waiting.push({ block, resolve, reject });
      }),
    subscribe(onNews) {
      listeners.add(onNews);
      return () => listeners.delete(onNews);
    },
    news,
    async stop() {
      stopping.abort();
      for (const one of waiting.splice(0)) one.reject(new Error('the service is stopping'));
      await loop;
      await looking;
    },
  };
}
