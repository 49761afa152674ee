import type { Deployment } from '../../sdk/deployment.js';
import type { Engine } from '../store/engine.js';
import { buildIndexes, hasPostponed, postponeIndexes } from '../store/postponed-indexes.js';

/** Fewer blocks are read before indexes are built. */
const MANY_BLOCKS = 2_000;

/** Puts the store's indexes off while the index is far behind, and builds them when it has caught up. */
export interface Postponement {
  begin(block: number, finalBlock: number): Promise<void>;
  /** @param signal - Breaks off; what is missing then is built the next time. */
  end(signal: AbortSignal): Promise<void>;
  /** Whether indexes are missing now. */
  lasts(): boolean;
}

/**
 * Makes a postponement: it pays when more is to be read than the store has.
 *
 * @param store - Whose indexes.
 * @param deployment - Where the ledger begins.
 */
export function createPostponement(store: Engine, deployment: Pick<Deployment, 'startBlock'>): Postponement {
  let postponed: boolean | undefined;
  return {
    async begin(block, finalBlock) {
      postponed ??= await hasPostponed(store.db);
      const ahead = finalBlock - block;
      if (postponed || ahead < MANY_BLOCKS || ahead <= block - deployment.startBlock) return;
      await postponeIndexes(store);
      postponed = true;
    },
    async end(signal) {
      if (!postponed) return;
      await buildIndexes(store, signal);
      postponed = false;
    },
    lasts: () => postponed === true,
  };
}
