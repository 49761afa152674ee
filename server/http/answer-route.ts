import type { RequestHandler } from 'express';
import type { AsOf } from '../../sdk/api/client.js';
import type { Endpoint } from '../../sdk/api/endpoint.js';
import type { PageOf } from '../domain/page.js';
import type { Readers } from '../domain/readers.js';
import type { LedgerReads, LongReads, Snapshot } from '../domain/reads.js';
import type { AnswerCache } from './answer-cache.js';
import { exportList } from './export/export-list.js';
import { inputParser } from './parse-input.js';
import { endpointOf, isShort, type Route, type RouteContext } from './route.js';
import { tokenOf } from './tokens.js';

/** Where answers come from. */
export interface AnswerPorts {
  snapshot: Snapshot;
  longReads: LongReads;
  readers: Readers;
  cache: AnswerCache;
  version: string;
  deployment: { contracts: Record<string, string> };
}

/**
 * Answers a route as of a block. What follows from the block alone carries an ETag made of it, so that asking again costs nothing until
 * the next block, and is made once for all who ask the same meanwhile. A list may be asked for whole, as a file.
 *
 * @param route - What is asked.
 * @param ports - Where the answer comes from.
 */
export function answerRoute(route: Route, ports: AnswerPorts): RequestHandler {
  const endpoint = endpointOf(route) as Endpoint;
  const parse = inputParser(endpoint);
  const contextOf = (reads: LedgerReads, at: AsOf): RouteContext => {
    // The later of the chain's clock and ours, as the payout runner has it.
    const now = Math.max(Math.floor(Date.now() / 1000), at.blockTime);
    return { reads, now, at: at.blockTime, contracts: ports.deployment.contracts };
  };
  return async (request, response) => {
    const { format, input } = parse(request);
    const isKnown = (asOf: AsOf) => isNamed(request.headers['if-none-match'], etagOf(endpoint, ports.version, asOf));
    if (format !== 'json') {
      const pageAt = async (after: string | undefined, limit: number, reads: LedgerReads, at: AsOf) => {
        const page = parse(request, { limit: String(limit), ...(after === undefined ? {} : { after }) });
        return (await route.handle(page.input as never, contextOf(reads, at))) as PageOf<unknown>;
      };
      await exportList({ name: route.name, endpoint, format, pageAt, ports }, request, response);
      return;
    }
    const make = async (reads: LedgerReads, at: AsOf) =>
      bodyOf(endpoint, at, await route.handle(input as never, contextOf(reads, at)));
    // Who may read, and what is there already, is one short question for all; what takes longer is not to keep others waiting.
    const gate = await ports.snapshot(async (reads, at) => {
      await ports.readers.require(tokenOf(request), reads);
      if (isKnown(at) || !isShort(route)) return undefined;
      return ports.cache.of(at.blockHash, request.url, async () => ({ asOf: at, value: await make(reads, at) }));
    }, 'shared');
    const answer = () => {
      if (endpoint.volatile) return ports.snapshot(make);
      return ports.cache.of(gate.asOf.blockHash, request.url, () => ports.snapshot(make));
    };
    const { asOf, value } = isKnown(gate.asOf) ? { asOf: gate.asOf, value: undefined } : (gate.value ?? (await answer()));
    const etag = etagOf(endpoint, ports.version, asOf);
    response.setHeader('cache-control', endpoint.volatile ? 'no-store' : 'no-cache');
    if (etag !== undefined) response.setHeader('etag', etag);
    if (value === undefined || isKnown(asOf)) {
      response.status(304).end();
      return;
    }
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.send(value);
  };
}

/** An answer as it is sent. */
function bodyOf({ list }: Endpoint, asOf: AsOf, value: unknown): Buffer {
  if (!list) return Buffer.from(JSON.stringify({ asOf, data: value }));
  const { data, next } = value as PageOf<unknown>;
  return Buffer.from(JSON.stringify({ asOf, data, next }));
}

function etagOf({ volatile }: Endpoint, version: string, { blockHash }: AsOf): string | undefined {
  return volatile ? undefined : `W/"${version}-${blockHash.slice(2, 18)}"`;
}

/** Whether an If-None-Match names a tag. */
function isNamed(header: string | undefined, etag: string | undefined): boolean {
  if (header === undefined || etag === undefined) return false;
  return header.split(',').some((one) => one.trim() === etag);
}
