import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { createDeliver } from './deliver.js';
import type { Snapshot } from './domain/reads.js';
import { createDeliverer, type Deliverer } from './domain/webhooks/deliverer.js';
import { createWebhookBook, type WebhookBook } from './domain/webhooks/webhook-book.js';
import type { IndexView } from './index-view.js';
import type { Database } from './store/schema.js';
import { createWebhookList, createWebhookQueue } from './store/webhooks.js';

/** What webhooks are made of. */
export interface WebhookParts {
  db: Kysely<Database>;
  snapshot: Snapshot;
  index: Pick<IndexView, 'status'>;
  /** Whether this process is the one that delivers. */
  leads(): boolean;
  config: Config;
  log: Logger;
}

const now = () => Math.floor(Date.now() / 1000);

/**
 * Binds webhooks to the store and the network. The book answers members in every process; the deliverer is started where one process leads.
 *
 * @returns Without a deliverer where the operator has named no hosts.
 */
export function bindWebhooks({ config, db, index, leads, log, snapshot }: WebhookParts): {
  book: WebhookBook;
  deliverer?: Deliverer;
} {
  const hosts = config.webhookHosts;
  const deliverer =
    hosts &&
    createDeliverer({
      queue: createWebhookQueue(db),
      snapshot,
      deliver: createDeliver(),
      hosts,
      caughtUp: () => {
        const { block, finalBlock, problem } = index.status();
        return leads() && problem === undefined && block >= finalBlock;
      },
      now,
      random: Math.random,
      onError: (error) => log.error({ err: error }, 'webhooks do not go out'),
    });
  const book = createWebhookBook({ hooks: createWebhookList(db), hosts, now, wake: () => deliverer?.wake() });
  return deliverer === undefined ? { book } : { book, deliverer };
}
