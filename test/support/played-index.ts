import { createChainNode } from '../../server/chain/node.js';
import { openNodePool } from '../../server/chain/node-pool.js';
import { type Sync, startSync } from '../../server/indexer/sync.js';
import type { Engine } from '../../server/store/engine.js';
import type { ChainPlayer } from './chain-player.js';
import type { RecordedChain } from './recorded-chain.js';
import { dumpIndex } from './store-dump.js';
import { openEmptyStore } from './stores.js';

/** An index of a chain that is played, as the service runs it. */
export interface PlayedIndex {
  store: Engine;
  /** From which block to which it went back. */
  rewinds: [from: number, to: number][];
  problems: Error[];
  start(): Promise<Sync>;
  close(): Promise<void>;
}

/**
 * Opens an index on an empty store.
 *
 * @param onNews - Called when it has changed.
 */
export async function openPlayedIndex(record: RecordedChain, player: ChainPlayer, onNews = () => {}): Promise<PlayedIndex> {
  const store = await openEmptyStore();
  const pool = openNodePool(record.deployment, [player.url]);
  const addresses = Object.values(record.deployment.contracts);
  const rewinds: [number, number][] = [];
  const problems: Error[] = [];
  return {
    store,
    rewinds,
    problems,
    start: () =>
      startSync({
        store,
        storeName: 'test',
        node: createChainNode(pool.provider, addresses, 'immediate'),
        deployment: record.deployment,
        pollMs: 2,
        patienceMs: 10_000,
        onProgress: onNews,
        onProblem: (error) => problems.push(error),
        onRewind(from, to) {
          rewinds.push([from, to]);
          onNews();
        },
      }),
    async close() {
      await store.close();
      pool.close();
    },
  };
}

/** What a fresh index makes of the chain as it is now. */
export async function dumpFresh(record: RecordedChain, player: ChainPlayer): Promise<Record<string, string[]>> {
  const index = await openPlayedIndex(record, player);
  const sync = await index.start();
  await sync.reached(player.head());
  await sync.stop();
  const dump = await dumpIndex(index.store);
  await index.close();
  return dump;
}
