import { z } from 'zod';
import { eventFilter } from './events.js';
import { id, idPage, idText, LARGEST_ID, placeText, time, wholeNumber } from './values.js';

/** Most webhooks of a member. */
export const MOST_WEBHOOKS = 20;
/** Longest address of a receiver. */
const LONGEST_URL = 2000;

/** Which events a webhook is told of: as `/events/live` takes it, ids as numbers. */
const filter = {
  type: eventFilter.type,
  contract: eventFilter.contract,
  member: z.int().min(1).max(LARGEST_ID).optional().meta({ description: 'That name a member' }),
  dataset: z
    .int()
    .min(1)
    .max(LARGEST_ID)
    .optional()
    .meta({ description: 'About a dataset, its versions, terms, offers or grants' }),
  tx: eventFilter.tx,
};

const webhook = z
  .object({
    id,
    url: z.string(),
    filter: z.object(filter).meta({ description: 'Which events; nothing: all' }),
    createdAt: time,
    after: placeText.meta({ description: 'Up to there all events are delivered' }),
    state: z.enum(['active', 'paused']),
    reason: z.string().nullable().meta({ description: 'Why it is paused' }),
    failures: z.int().meta({ description: 'Attempts in a row that failed' }),
    nextAttemptAt: time.nullable().meta({ description: 'Of a delivery that failed' }),
  })
  .meta({ id: 'Webhook' });

const delivery = z
  .object({
    id,
    messageId: z.string().meta({ description: 'The header `webhook-id`, the same with each attempt' }),
    eventId: placeText,
    eventType: z.string(),
    state: z.enum(['delivered', 'waiting', 'given up', 'left']).meta({
      description: '`waiting`: tried again; `left`: a replay began elsewhere before it was delivered',
    }),
    attempts: z.int(),
    firstAt: time,
    lastAt: time,
    status: z.int().nullable().meta({ description: 'What the receiver answered last; null: nothing' }),
    problem: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

/** What is done with webhooks; all for the member whose key signed in. */
export const WEBHOOK_CALLS = {
  addWebhook: {
    method: 'post',
    path: '/webhooks',
    summary: 'Adds a webhook; its secret is shown this once',
    input: z.strictObject({}),
    body: z.strictObject({
      url: z
        .url({ protocol: /^https?$/ })
        .max(LONGEST_URL)
        .meta({ description: 'Where events are sent by POST' }),
      after: placeText.optional().meta({ description: 'Begins after this event; absent: with the next one' }),
      ...filter,
    }),
    answer: webhook.extend({ secret: z.string().meta({ description: '`whsec_` and base64 of 32 bytes' }) }),
    list: false,
  },
  webhooks: {
    method: 'get',
    path: '/webhooks',
    summary: `The member's webhooks; it has at most ${MOST_WEBHOOKS}`,
    input: z.strictObject({}),
    body: undefined,
    answer: webhook,
    list: true,
  },
  removeWebhook: {
    method: 'delete',
    path: '/webhooks/:id',
    summary: 'Removes a webhook and its log',
    input: z.strictObject({ id: idText }),
    body: undefined,
    answer: z.object({ id }),
    list: false,
  },
  webhookDeliveries: {
    method: 'get',
    path: '/webhooks/:id/deliveries',
    summary: 'What was delivered, and what is tried; kept for 30 days',
    input: z.strictObject({
      id: idText,
      after: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().meta({ description: '`next` of the page before' }),
      order: z.enum(['asc', 'desc']).default('asc').meta({ description: 'Oldest or newest first' }),
      limit: idPage.limit,
    }),
    body: undefined,
    answer: delivery,
    list: true,
  },
  replayWebhook: {
    method: 'post',
    path: '/webhooks/:id/replay',
    summary: 'Goes on after an event, again or from further on; also starts what is paused',
    input: z.strictObject({ id: idText }),
    body: z.strictObject({
      after: placeText.optional().meta({ description: 'The event; absent: goes on where it stands' }),
    }),
    answer: webhook,
    list: false,
  },
} as const;

/** A name in {@link WEBHOOK_CALLS}. */
export type WebhookCall = keyof typeof WEBHOOK_CALLS;

/** Answers, by call; of a list, one row. */
export type WebhookAnswer<Name extends WebhookCall> = z.output<(typeof WEBHOOK_CALLS)[Name]['answer']>;
/** Bodies as they are sent. */
export type WebhookBody<Name extends WebhookCall> = (typeof WEBHOOK_CALLS)[Name]['body'] extends infer Body extends z.ZodType
  ? z.input<Body>
  : undefined;
