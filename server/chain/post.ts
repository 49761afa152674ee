import { type JsonRpcPayload, type JsonRpcResult, makeError } from 'ethers';
import { errorsInside } from '../../sdk/errors-inside.js';

/**
 * Asks a node over HTTP, once: who limits us is left for another node, or asked again by whoever has the patience. An answer may be many
 * megabytes of logs, which Node's own fetch and JSON read some ten times faster than what ethers brings along.
 *
 * @param url - The node.
 * @param payload - One question or several.
 * @param limitMs - Longest wait for the whole answer, in milliseconds.
 * @returns The answers, in any order.
 * @throws NETWORK_ERROR or TIMEOUT, as ethers has them.
 */
export async function post(url: string, payload: JsonRpcPayload | JsonRpcPayload[], limitMs: number): Promise<JsonRpcResult[]> {
  const { password, username } = new URL(url);
  const user =
    username === '' ? {} : { authorization: `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}` };
  const signal = AbortSignal.timeout(limitMs);
  const ask = () =>
    fetch(withoutUser(url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...user },
      body: JSON.stringify(payload),
      signal,
    });
  try {
    const response = await ask().catch((error: unknown) => {
      // The node may close a connection that was idle just when it is used again.
      if (!isClosed(error) || sends(payload)) throw error;
      return ask();
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw makeError(`server response ${response.status} ${response.statusText}`, 'NETWORK_ERROR', { event: 'status' });
    }
    const answer = (await response.json()) as JsonRpcResult | JsonRpcResult[];
    return Array.isArray(answer) ? answer : [answer];
  } catch (error) {
    if (signal.aborted)
      throw makeError(`no answer after ${limitMs / 1000} s`, 'TIMEOUT', { operation: 'request', reason: 'timeout' });
    throw error;
  }
}

function isClosed(error: unknown): boolean {
  return errorsInside(error).some(({ code }) => code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET');
}

/** Whether a question is more than that: it must not be asked twice unseen. */
function sends(payload: JsonRpcPayload | JsonRpcPayload[]): boolean {
  return [payload].flat().some(({ method }) => method.startsWith('eth_send'));
}

/** Fetch takes no address with a user in it. */
function withoutUser(url: string): string {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain.href;
}
