import type { Deployment } from '../sdk/deployment.js';
import type { ChainNode } from './chain/node.js';
import { PATIENCE_MS, type SyncStatus, startSync } from './indexer/sync.js';
import type { Engine, StorePlace } from './store/engine.js';
import { buildIndexes } from './store/postponed-indexes.js';
import { swapSchemas } from './store/swap.js';
import { nameOf, openStoreOrRefuse } from './store-place.js';

/**
 * Reads the chain anew into a schema beside the live one and swaps them when it has caught up. On PostgreSQL a service may go on meanwhile;
 * when this is cut off, the next rebuild goes on where it was.
 *
 * @param options.place - The live store.
 * @param options.check - Looks at the new index before it goes live; throws when it is not to.
 * @throws `STORE_LOCKED`, `STORE_NEWER`, `STORE_UNREACHABLE`, and what the check throws.
 */
export async function rebuildIndex(options: {
  place: StorePlace;
  node: ChainNode;
  deployment: Deployment;
  onProgress(status: SyncStatus): void;
  /** Told of what holds it up; it goes on by itself when that is over. */
  onProblem(error: Error): void;
  check(engine: Engine): Promise<void>;
}): Promise<SyncStatus> {
  const { deployment, node, onProgress, place } = options;
  await bringUpToDate(place);
  const next = { ...place, schema: `${place.schema}_next` };
  const engine = await openStoreOrRefuse(next);
  try {
    let trouble: Error | undefined;
    const sync = await startSync({
      store: engine,
      storeName: nameOf(next),
      node,
      deployment,
      pollMs: 100,
      patienceMs: PATIENCE_MS,
      onProgress,
      onProblem: (error) => {
        trouble = error;
        options.onProblem(error);
      },
      onRewind: () => {},
    });
    try {
      await sync.reached(await node.finalBlock());
    } catch (error) {
      throw trouble ?? error;
    } finally {
      await sync.stop();
    }
    await buildIndexes(engine);
    await options.check(engine);
    await swapSchemas(engine, place.schema, next.schema);
    return sync.status();
  } finally {
    await engine.close();
  }
}

/** What the runner wrote down can only be taken over from tables like ours: that is looked at before the chain is read, not after. */
async function bringUpToDate(place: StorePlace): Promise<void> {
  const live = await openStoreOrRefuse(place, 'read').catch((error: { code?: string }) => {
    if (error.code === 'STORE_OLDER') return openStoreOrRefuse(place);
    throw error;
  });
  await live.close();
}
