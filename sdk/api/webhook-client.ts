import { z } from 'zod';
import { LedgerError } from '../errors.js';
import type { Api, AsOf } from './client.js';
import { pathOf } from './path-of.js';
import { asOf } from './values.js';
import { WEBHOOK_CALLS, type WebhookAnswer, type WebhookBody, type WebhookCall } from './webhooks.js';

type Data<Name extends WebhookCall> = (typeof WEBHOOK_CALLS)[Name]['list'] extends true
  ? WebhookAnswer<Name>[]
  : WebhookAnswer<Name>;

/**
 * Does something with the webhooks of the member whose key signs in.
 *
 * @param api - Of the service; it must be able to sign in.
 * @param name - What.
 * @param input - Parameters of path and query.
 * @param body - What is said.
 * @throws As the API does.
 */
export async function callWebhook<Name extends WebhookCall>(
  api: Api,
  name: Name,
  input: Record<string, string | number | undefined> = {},
  body?: WebhookBody<Name>,
): Promise<{ asOf: AsOf; data: Data<Name>; next: string | null }> {
  const { answer, list, method, path } = WEBHOOK_CALLS[name];
  const said = await api.send(method.toUpperCase(), pathOf(path, input), body);
  const form = z.object({ asOf, data: list ? z.array(answer) : answer, next: z.string().nullable().default(null) });
  const parsed = form.safeParse(said);
  if (parsed.success) return parsed.data as never;
  const problem = z.prettifyError(parsed.error).replaceAll('\n', ' ');
  throw new LedgerError('API_OTHER', { apiUrl: api.url, path, problem });
}
