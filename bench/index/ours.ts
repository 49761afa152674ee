import { readFileSync } from 'node:fs';
import type { Deployment } from '../../sdk/deployment.js';
import { PATIENCE_MS, startSync } from '../../server/indexer/sync.js';
import { openNodes } from '../../server/open-nodes.js';
import type { StorePlace } from '../../server/store/engine.js';
import { nameOf, openStoreOrRefuse } from '../../server/store-place.js';

/** What this process is told: where to read, and where to write. */
export interface OursTask {
  deployment: Deployment;
  place: StorePlace;
}

/**
 * The service's index alone, as a process of its own: follows the chain into a store and writes a line for each stretch, until it is told to end.
 * Run by the bench with the task as a file.
 */
const { deployment, place }: OursTask = JSON.parse(readFileSync(process.argv[2] as string, 'utf8'));
const config = { rpcUrls: undefined, headsUrls: undefined, healthUrls: undefined, finality: undefined };
const nodes = openNodes(config, deployment);
const store = await openStoreOrRefuse(place);
const sync = await startSync({
  store,
  storeName: nameOf(place),
  node: nodes.node,
  deployment,
  pollMs: 100,
  patienceMs: PATIENCE_MS,
  onProgress({ block, building }) {
    // At the head it is there when its indexes are.
    if (!building) console.log(block);
  },
  onProblem: (error) => console.error(error),
  onRewind: () => {},
});
process.once('SIGTERM', async () => {
  await sync.stop();
  await store.close();
  nodes.pool.close();
});
