import { readFileSync } from 'node:fs';
import type { Deployment } from '../../sdk/deployment.js';
import { PATIENCE_MS, startSync } from '../../server/indexer/sync.js';
import { openNodes } from '../../server/open-nodes.js';
import type { StorePlace } from '../../server/store/engine.js';
import { nameOf, openStoreOrRefuse } from '../../server/store-place.js';

/** What this process is told. */
export interface Task {
  deployment: Deployment;
  place: StorePlace;
}

/** The service's index alone, as a process to be killed: says which block it has reached, and why it does not go on. Run with the task as a file. */
const { deployment, place }: Task = JSON.parse(readFileSync(process.argv[2] as string, 'utf8'));
const nodes = openNodes({ rpcUrls: undefined, headsUrls: undefined, healthUrls: undefined, finality: undefined }, deployment);
const store = await openStoreOrRefuse(place);
await startSync({
  store,
  storeName: nameOf(place),
  node: nodes.node,
  deployment,
  pollMs: 5,
  patienceMs: PATIENCE_MS,
  onProgress: ({ block }) => process.stdout.write(`block ${block}\n`),
  onProblem: ({ message }) => process.stdout.write(`problem ${message}\n`),
  onRewind: (from, to) => process.stdout.write(`rewind ${from} ${to}\n`),
});
