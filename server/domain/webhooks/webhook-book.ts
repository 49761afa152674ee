import { randomBytes } from 'node:crypto';
import type { AsOf } from '../../../sdk/api/client.js';
import { MOST_WEBHOOKS, type WebhookAnswer } from '../../../sdk/api/webhooks.js';
import { LedgerError } from '../../../sdk/errors.js';
import { webhookSecret } from '../../../sdk/webhooks.js';
import { byId, type PageOf, readPlace, toPage } from '../page.js';
import type { EventFilter } from '../reads.js';
import { trustOf } from './receiver-host.js';
import type { DeliveryPage, Webhook, WebhookList } from './webhook-ports.js';
import { showDelivery, showWebhook } from './webhook-view.js';

const SECRET_BYTES = 32;
/** Beyond the last log that a block can have. */
const AFTER_ALL_LOGS = 999_999_999;

/** What keeping webhooks needs. */
export interface WebhookBookPorts {
  hooks: WebhookList;
  /** Hosts that the operator has named; undefined: no webhooks here. */
  hosts: readonly string[] | undefined;
  /** Unix seconds. */
  now(): number;
  /** Tells the deliverer that there may be something to do. */
  wake(): void;
}

/** Webhooks of members, each member's for itself. */
export interface WebhookBook {
  /** @throws `WEBHOOKS_OFF`, `WEBHOOK_URL_REFUSED`, `WEBHOOKS_TOO_MANY`. */
  add(
    memberId: number,
    said: { url: string; after?: string | undefined; filter: EventFilter },
    head: AsOf,
  ): Promise<WebhookAnswer<'addWebhook'>>;
  list(memberId: number): Promise<WebhookAnswer<'webhooks'>[]>;
  /** @throws `NOT_FOUND`. */
  remove(memberId: number, id: number): Promise<WebhookAnswer<'removeWebhook'>>;
  /** @throws `NOT_FOUND`. */
  deliveries(memberId: number, id: number, page: DeliveryPage): Promise<PageOf<WebhookAnswer<'webhookDeliveries'>>>;
  /** @throws `NOT_FOUND`, `WEBHOOKS_OFF`, `WEBHOOK_URL_REFUSED`. */
  replay(memberId: number, id: number, after: string | undefined): Promise<WebhookAnswer<'replayWebhook'>>;
}

/**
 * Makes the book of webhooks.
 *
 * @param ports - What it needs.
 */
export function createWebhookBook({ hooks, hosts, now, wake }: WebhookBookPorts): WebhookBook {
  const requireReceiver = (url: string): void => {
    if (hosts === undefined) throw new LedgerError('WEBHOOKS_OFF');
    const trust = trustOf(hosts, url);
    if (typeof trust === 'object') throw new LedgerError('WEBHOOK_URL_REFUSED', { url, ...trust });
  };
  const find = async (memberId: number, id: number): Promise<Webhook> => {
    const hook = await hooks.find(memberId, id);
    if (hook === undefined) throw new LedgerError('NOT_FOUND', { what: 'webhook', id });
    return hook;
  };
  return {
    async add(memberId, { after, filter, url }, head) {
      requireReceiver(url);
      const secret = webhookSecret(randomBytes(SECRET_BYTES));
      const place = after === undefined ? { block: head.block, logIndex: AFTER_ALL_LOGS } : readPlace(after);
      const hook = await hooks.add({ member_id: memberId, url, secret, filter, created_at: now(), place }, MOST_WEBHOOKS);
      if (hook === undefined) throw new LedgerError('WEBHOOKS_TOO_MANY', { most: MOST_WEBHOOKS });
      wake();
      return { ...showWebhook(hook), secret };
    },
    async list(memberId) {
      return (await hooks.list(memberId)).map(showWebhook);
    },
    async remove(memberId, id) {
      await find(memberId, id);
      await hooks.remove(id);
      return { id };
    },
    async deliveries(memberId, id, page) {
      await find(memberId, id);
      return toPage(
        page.limit,
        (limit) => hooks.deliveries(id, { ...page, limit }),
        byId,
        (rows) => rows.map(showDelivery),
      );
    },
    async replay(memberId, id, after) {
      requireReceiver((await find(memberId, id)).url);
      const hook = await hooks.restart(id, after === undefined ? undefined : readPlace(after));
      if (hook === undefined) throw new LedgerError('NOT_FOUND', { what: 'webhook', id });
      wake();
      return showWebhook(hook);
    },
  };
}
