import { computeHmac, decodeBase64, encodeBase64, getBytes } from 'ethers';
import type { AnswerOf } from './api/endpoints.js';
import { LedgerError } from './errors.js';

const PREFIX = 'whsec_';
const VERSION = 'v1';
/** How far the sender's clock and ours may be apart, in seconds: what is older may be somebody's copy. */
const CLOCK_SECONDS = 300;

/** Names of the headers (Standard Webhooks). */
export const WEBHOOK_HEADERS = { id: 'webhook-id', timestamp: 'webhook-timestamp', signature: 'webhook-signature' } as const;

/** What is signed. */
export interface WebhookMessage {
  id: string;
  /** Unix seconds. */
  timestamp: number;
  body: string;
}

/** Headers as a server has them; names in lower case unless it looks them up itself. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

/** A secret as it is handed out. */
export function webhookSecret(bytes: Uint8Array): string {
  return PREFIX + encodeBase64(bytes);
}

/**
 * Signs a message, as https://www.standardwebhooks.com says: HMAC-SHA256 over `id.timestamp.body`.
 *
 * @param secret - `whsec_` and base64.
 * @param message - What is sent.
 * @returns The value of `webhook-signature`.
 */
export function signWebhook(secret: string, { body, id, timestamp }: WebhookMessage): string {
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  return `${VERSION},${encodeBase64(getBytes(computeHmac('sha256', keyOf(secret), signed)))}`;
}

/**
 * Checks that a message came from who knows the secret, and not long ago, and reads it.
 *
 * @param secret - `whsec_` and base64, as it was shown when the webhook was added.
 * @param headers - Of the request.
 * @param body - Of the request, byte for byte as it came: text that was parsed and written again has another signature.
 * @param now - Unix seconds.
 * @returns The event.
 * @throws `WEBHOOK_REFUSED`.
 */
export function verifyWebhook(
  secret: string,
  headers: WebhookHeaders,
  body: string,
  now = Math.floor(Date.now() / 1000),
): AnswerOf<'events'> {
  const [id, time, signatures] = Object.values(WEBHOOK_HEADERS).map((name) => headerOf(headers, name)) as [
    string,
    string,
    string,
  ];
  if (!/^\d{1,12}$/.test(time)) throw refuse(`${WEBHOOK_HEADERS.timestamp} is no time`);
  const timestamp = Number(time);
  if (Math.abs(now - timestamp) > CLOCK_SECONDS) throw refuse(`it was signed at ${timestamp}, it is ${now} (Unix seconds)`);
  const wanted = signWebhook(secret, { id, timestamp, body });
  // While a secret is exchanged, a message carries a signature by each.
  if (!signatures.split(' ').some((one) => isSame(one, wanted))) throw refuse('no signature is by this secret');
  try {
    return JSON.parse(body);
  } catch {
    throw refuse('its body is no JSON');
  }
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  if (typeof value !== 'string' || value === '') throw refuse(`there is no ${name}`);
  return value;
}

function keyOf(secret: string): Uint8Array {
  try {
    return decodeBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  } catch {
    throw refuse('the secret is none');
  }
}

/** Takes as long wherever they differ. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < other.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

function refuse(problem: string): LedgerError {
  return new LedgerError('WEBHOOK_REFUSED', { problem });
}
