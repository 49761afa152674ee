import { pino } from 'pino';
import type { Deployment } from '../../sdk/deployment.js';
import { createLongReads, createSnapshot } from '../../server/bind-reads.js';
import { createReaders } from '../../server/domain/readers.js';
import type { WebhookBook } from '../../server/domain/webhooks/webhook-book.js';
import { createApp } from '../../server/http/app.js';
import { createMetrics } from '../../server/http/metrics.js';
import { listen } from '../../server/listen.js';
import type { StorePlace } from '../../server/store/engine.js';
import { openStoreOrRefuse } from '../../server/store-place.js';
import { VERSION } from '../../server/version.js';

/**
 * The service's API on a filled store, as a process of its own, without a chain: the same app, snapshots and metrics, no limit of requests. Run by
 * the bench with the store's place; says its port.
 */
const place: StorePlace = JSON.parse(process.argv[2] as string);
const store = await openStoreOrRefuse(place, 'read');
const snapshot = createSnapshot(store.db, 'the bench', () => ({ gasPerTransaction: 1, feesSeconds: 0 }));
const app = createApp({
  snapshot,
  longReads: createLongReads(snapshot, store.shared),
  readers: createReaders({
    secret: Buffer.alloc(32),
    policy: 'open',
    hosts: () => [],
    now: () => Math.floor(Date.now() / 1000),
    hasSigned: async () => false,
    spendNonce: async () => false,
  }),
  webhooks: {} as WebhookBook,
  state: { health: async () => ({ healthy: true }), ready: () => ({ ready: true, reason: null }) },
  deployment: { name: 'bench', contracts: {} } as unknown as Deployment,
  metrics: createMetrics({}),
  feed: { subscribe: () => () => {} },
  portalFolder: undefined,
  rateLimit: 0,
  version: VERSION,
  log: pino({ level: 'warn' }, pino.destination(2)),
});
const server = await listen(app, { host: '127.0.0.1', port: Number(process.argv[3]) });
process.once('SIGTERM', async () => {
  await server.close();
  await store.close();
  process.exit(0);
});
