import type { Express, Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { AsOf } from '../../sdk/api/client.js';
import { WEBHOOK_CALLS, type WebhookAnswer, type WebhookCall } from '../../sdk/api/webhooks.js';
import { LedgerError } from '../../sdk/errors.js';
import type { PageOf } from '../domain/page.js';
import type { Readers } from '../domain/readers.js';
import type { Snapshot } from '../domain/reads.js';
import type { WebhookBook } from '../domain/webhooks/webhook-book.js';
import { tokenOf } from './tokens.js';

type InputOf<Name extends WebhookCall> = z.output<(typeof WEBHOOK_CALLS)[Name]['input']>;
type BodyOf<Name extends WebhookCall> = (typeof WEBHOOK_CALLS)[Name]['body'] extends infer Body extends z.ZodType
  ? z.output<Body>
  : undefined;
type Handlers = {
  [Name in WebhookCall]: (call: {
    book: WebhookBook;
    memberId: number;
    input: InputOf<Name>;
    body: BodyOf<Name>;
    asOf: AsOf;
  }) => Promise<(typeof WEBHOOK_CALLS)[Name]['list'] extends true ? PageOf<WebhookAnswer<Name>> : WebhookAnswer<Name>>;
};

const HANDLERS: Handlers = {
  addWebhook: ({ asOf, body, book, memberId }) => {
    const { after, contract, dataset, member, tx, type, url } = body;
    const filter = { contract, datasetId: dataset, memberId: member, txHash: tx, type };
    return book.add(memberId, { url, after, filter }, asOf);
  },
  webhooks: async ({ book, memberId }) => ({ data: await book.list(memberId), next: null }),
  removeWebhook: ({ book, input, memberId }) => book.remove(memberId, input.id),
  webhookDeliveries: ({ book, input: { id, ...page }, memberId }) => book.deliveries(memberId, id, page),
  replayWebhook: ({ body, book, input, memberId }) => book.replay(memberId, input.id, body.after),
};

/**
 * Answers what members do with their webhooks, each with its own.
 *
 * @param app - Where the routes go.
 * @param ports - Who is asking, and what is kept.
 * @param readBody - Reads JSON.
 */
export function answerWebhooks(
  app: Express,
  ports: { snapshot: Snapshot; readers: Readers; webhooks: WebhookBook },
  readBody: RequestHandler,
): void {
  for (const name of Object.keys(WEBHOOK_CALLS) as WebhookCall[]) {
    const { body, input, list, method, path } = WEBHOOK_CALLS[name];
    app[method](path, readBody, async (request, response) => {
      const { asOf, value: memberId } = await ports.snapshot((reads) => ports.readers.requireMember(tokenOf(request), reads));
      const call = {
        book: ports.webhooks,
        memberId,
        input: parse(request, input, { ...request.query, ...request.params }),
        body: body === undefined ? undefined : parse(request, body, request.body ?? {}),
        asOf,
      };
      const answer = await HANDLERS[name](call as never);
      response.setHeader('cache-control', 'no-store');
      response.json(list ? { asOf, ...(answer as PageOf<unknown>) } : { asOf, data: answer });
    });
  }
  for (const [path, calls] of Map.groupBy(Object.values(WEBHOOK_CALLS), (call) => call.path)) {
    const allowed = calls.map(({ method }) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase())).join(', ');
    app.all(path, (request, response) => {
      response.setHeader('allow', allowed);
      throw new LedgerError('METHOD_UNKNOWN', { path: request.path, allowed });
    });
  }
}

function parse(request: Request, schema: z.ZodType, said: unknown): unknown {
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  throw new LedgerError('BAD_QUERY', { path: request.path, problem: z.prettifyError(parsed.error).replaceAll('\n', ' ') });
}
