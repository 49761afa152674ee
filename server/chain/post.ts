import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type JsonRpcPayload, type JsonRpcResult, makeError } from 'ethers';
import { errorsInside } from '../../sdk/errors-inside.js';

const unzip = promisify(gunzip);

/**
 * Asks a node over HTTP, once: who limits us is left for another node, or asked again by whoever has the patience. An answer may be many
 * megabytes of logs: what ethers brings along reads them ten times slower, and `fetch` takes a third more.
 *
 * @param url - The node; a user and a password in it are said as it asks for them (HTTP Basic).
 * @param payload - One question or several.
 * @param limitMs - Longest wait for the whole answer, in milliseconds.
 * @returns The answers, in any order.
 * @throws NETWORK_ERROR or TIMEOUT, as ethers has them.
 */
export async function post(url: string, payload: JsonRpcPayload | JsonRpcPayload[], limitMs: number): Promise<JsonRpcResult[]> {
  const signal = AbortSignal.timeout(limitMs);
  const body = JSON.stringify(payload);
  try {
    const { response, whole } = await send(new URL(url), body, signal).catch((error: unknown) => {
      // The node may close a connection that was idle just when it is used again.
      if (!isClosed(error) || sends(payload)) throw error;
      return send(new URL(url), body, signal);
    });
    const { statusCode = 0, statusMessage } = response;
    if (statusCode < 200 || statusCode > 299) {
      response.destroy();
      throw makeError(`server response ${statusCode} ${statusMessage}`, 'NETWORK_ERROR', { event: 'status' });
    }
    const said = await whole;
    const text = response.headers['content-encoding'] === 'gzip' ? await unzip(said) : said;
    const answer = JSON.parse(text.toString()) as JsonRpcResult | JsonRpcResult[];
    return Array.isArray(answer) ? answer : [answer];
  } catch (error) {
    if (signal.aborted)
      throw makeError(`no answer after ${limitMs / 1000} s`, 'TIMEOUT', { operation: 'request', reason: 'timeout' });
    throw error;
  }
}

/** Sends a question; resolves when the answer begins, which is read from that moment on: it may break off before anybody waits for its end. */
function send(url: URL, body: string, signal: AbortSignal): Promise<{ response: IncomingMessage; whole: Promise<Buffer> }> {
  const { request } = url.protocol === 'https:' ? https : http;
  const headers = {
    // Some gateways refuse whoever does not say what it is.
    'user-agent': 'genba',
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers, signal }, (response) =>
      resolve({ response, whole: readAll(response) }),
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

/** All of an answer. Node's own `buffer` of `stream/consumers` copies it by way of a blob. */
function readAll(response: IncomingMessage): Promise<Buffer> {
  const whole = new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('end', () => resolve(Buffer.concat(chunks)));
    response.once('error', reject);
  });
  // Nobody waits for the end of an answer whose status is refused.
  whole.catch(() => {});
  return whole;
}

function isClosed(error: unknown): boolean {
  return errorsInside(error).some(({ code }) => code === 'ECONNRESET' || code === 'EPIPE');
}

/** Whether a question is more than that: it must not be asked twice unseen. */
function sends(payload: JsonRpcPayload | JsonRpcPayload[]): boolean {
  return [payload].flat().some(({ method }) => method.startsWith('eth_send'));
}
