import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerError } from '../sdk/errors.js';
import { signIn } from '../sdk/sign-in.js';
import type { Context } from './context.js';
import { type Message, readStream } from './read-stream.js';

/** Pause before a broken connection is opened again. */
const PAUSE_MS = 1000;
const UNAUTHORIZED = 401;
/** Statuses that say that the service itself is unwell. */
const FAILURES_FROM = 500;
/** Beyond the last log that a block can have. */
const AFTER_ALL_LOGS = 999_999_999;

/** What is followed. */
export interface Following {
  filter: Record<string, string | number | undefined>;
  /** The event to begin after; absent: what comes from now on. */
  since: string | undefined;
  onEvent(data: string): void;
  /** The chain has taken back all blocks after this one; events that came since are void. */
  onRewind(block: number): void;
  /** Ends it. */
  signal: AbortSignal;
}

/**
 * Follows live events. A connection that breaks is opened again after the last event that came, so none is missed.
 *
 * @throws `API_UNREACHABLE` when it can't begin, and the service's refusal.
 */
export async function followEvents(context: Context, { filter, onEvent, onRewind, signal, since }: Following): Promise<void> {
  const { asOf } = await context.api.page('events', { limit: 1 });
  let last = since ?? `${Math.max(asOf.block, 0)}.${AFTER_ALL_LOGS}`;
  let token: string | undefined;
  const url = new URL('/events/live', context.api.url);
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) url.searchParams.set(name, String(value));
  const open = () => {
    const headers = { 'last-event-id': last, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    return fetch(url, { headers, signal });
  };
  const take = (message: Message) => {
    if (message.id !== '') last = message.id;
    if (message.event === 'rewind') onRewind((JSON.parse(message.data) as { block: number }).block);
    else onEvent(message.data);
  };
  let began = false;
  while (!signal.aborted) {
    try {
      let response = await open();
      if (response.status === UNAUTHORIZED && context.settings.key !== undefined) {
        token = await askToken(context);
        response = await open();
      }
      if (!response.ok) throw await refusalOf(response, context.api.url);
      began = true;
      await readStream(response.body as ReadableStream<Uint8Array>, take);
    } catch (error) {
      if (signal.aborted) return;
      // What had begun goes on when the service is back.
      if (error instanceof LedgerError && !(began && error.status >= FAILURES_FROM)) throw error;
      if (!began) throw new LedgerError('API_UNREACHABLE', { apiUrl: context.api.url });
    }
    context.note('the connection broke; it is opened again, and goes on after the last event');
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}

async function askToken(context: Context): Promise<string> {
  const body = JSON.stringify(await signIn(await context.ownKey(), context.deployment, context.api.url));
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(new URL('/tokens', context.api.url), { method: 'POST', headers, body });
  if (!response.ok) throw await refusalOf(response, context.api.url);
  return ((await response.json()) as { token: string }).token;
}

async function refusalOf(response: Response, apiUrl: string): Promise<Error> {
  const { code, details, message } = (await response.json().catch(() => ({}))) as Partial<LedgerError>;
  const { status } = response;
  // A service that restarts answers so for a moment.
  if (code === undefined || message === undefined) return new Error(`status ${status} of ${apiUrl}`);
  return new LedgerError(code, details ?? {}, { sentence: message, status });
}
