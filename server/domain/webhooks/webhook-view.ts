import type { WebhookAnswer } from '../../../sdk/api/webhooks.js';
import { byPlace } from '../page.js';
import type { Delivery, Webhook } from './webhook-ports.js';

/** A webhook as its member sees it; never its secret. */
export function showWebhook(hook: Webhook): WebhookAnswer<'webhooks'> {
  const { contract, datasetId: dataset, memberId: member, txHash: tx, type } = hook.filter;
  return {
    id: hook.id,
    url: hook.url,
    filter: { contract, dataset, member, tx, type },
    createdAt: hook.created_at,
    after: byPlace(hook),
    state: hook.state,
    reason: hook.reason,
    failures: hook.failures,
    nextAttemptAt: hook.failures === 0 || hook.state === 'paused' ? null : hook.next_attempt_at,
  };
}

/** A message of the log. */
export function showDelivery(row: Delivery): WebhookAnswer<'webhookDeliveries'> {
  return {
    id: row.id,
    messageId: row.message_id,
    eventId: byPlace(row),
    eventType: row.event_type,
    state: row.state,
    attempts: row.attempts,
    firstAt: row.first_at,
    lastAt: row.last_at,
    status: row.status,
    problem: row.problem,
  };
}
