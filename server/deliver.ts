import { type LookupAddress, lookup as lookUp } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Deliver, Outcome } from './domain/webhooks/webhook-ports.js';
import { isPublicAddress } from './public-address.js';
import { VERSION } from './version.js';

const LONGEST_ANSWER_MS = 10_000;
/** What is read of an answer's body, in bytes, before the connection is closed: only its status counts. */
const MOST_OF_A_BODY = 512;

/** Asks for all addresses of a host. */
export type LookUp = (
  host: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Makes what sends messages to receivers. A receiver that is not named must have public addresses only: it is connected to an address that was
 * looked at, so a name that means another one a moment later gains nothing.
 *
 * @param ask - Asks for addresses.
 * @param longestMs - How long a receiver may take.
 */
export function createDeliver(ask: LookUp = lookUp, longestMs = LONGEST_ANSWER_MS): Deliver {
  return (url, { body, headers, signal, trust }) =>
    new Promise<Outcome>((resolve) => {
      const target = new URL(url);
      const host = target.hostname.replace(/^\[|\]$/g, '');
      // An address in figures is never looked up.
      if (trust !== 'named' && isIP(host) !== 0 && !isPublicAddress(host)) return resolve({ problem: notPublic(host) });
      const late = AbortSignal.timeout(longestMs);
      const request = (target.protocol === 'https:' ? https : http).request(target, {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': `genba-ledger/${VERSION}` },
        // Each has a connection of its own, to an address that was looked at for it.
        agent: false,
        lookup: lookupOf(ask, trust === 'named' ? () => true : isPublicAddress),
        signal: AbortSignal.any([late, signal]),
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        resolve({ problem: late.aborted ? `no answer within ${longestMs / 1000} s` : (error.code ?? error.message) });
      });
      request.on('response', (response) => {
        resolve({ status: response.statusCode ?? 0 });
        let read = 0;
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > MOST_OF_A_BODY) response.destroy();
        });
        response.on('error', () => {});
      });
      request.end(body);
    });
}

/** Looks a host up once, and lets nobody connect to any of its addresses when one may not be. */
function lookupOf(ask: LookUp, mayBe: (address: string) => boolean): LookupFunction {
  return (host, options, done) => {
    ask(host, { all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      const bad = addresses?.find(({ address }) => !mayBe(address));
      if (error !== null) done(error, '');
      else if (bad !== undefined) done(new Error(notPublic(host)), '');
      else if (first === undefined) done(new Error(`${host} has no address`), '');
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

/** Which address it is, is the operator's affair. */
function notPublic(host: string): string {
  return `${host} is no public address, and the operator has not named the host`;
}
