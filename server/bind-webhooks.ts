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
  index: IndexView;
  config: Config;
  log: Logger;
}

/** Webhooks of a ledger. */
export interface Webhooks {
  /** Answers members in every process. */
  book: WebhookBook;
  /** Lets messages go out, in the one process that leads, until it is stopped; nothing goes out where the operator has named no hosts. */
  startDelivery(): { stop(): Promise<void> };
}

const now = () => Math.floor(Date.now() / 1000);

/** Binds webhooks to the store and the network. */
export function bindWebhooks({ config, db, index, log, snapshot }: WebhookParts): Webhooks {
  const hosts = config.webhookHosts;
  let deliverer: Deliverer | undefined;
  const wake = () => deliverer?.wake();
  return {
    book: createWebhookBook({ hooks: createWebhookList(db), hosts, now, wake }),
    startDelivery() {
      if (hosts === undefined) return { stop: async () => {} };
      const started = createDeliverer({
        queue: createWebhookQueue(db),
        snapshot,
        deliver: createDeliver(),
        hosts,
        caughtUp: () => {
          const { block, finalBlock, problem } = index.status();
          return problem === undefined && block >= finalBlock;
        },
        now,
        random: Math.random,
        onError: (error) => log.error({ err: error }, 'webhooks do not go out'),
      });
      deliverer = started;
      started.start();
      const unsubscribe = index.subscribe(wake);
      return {
        async stop() {
          unsubscribe();
          deliverer = undefined;
          await started.stop();
        },
      };
    },
  };
}
