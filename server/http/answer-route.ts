import type { RequestHandler } from 'express';
import type { AsOf } from '../../sdk/api/client.js';
import type { Endpoint } from '../../sdk/api/endpoint.js';
import type { PageOf } from '../domain/page.js';
import type { Readers } from '../domain/readers.js';
import type { LedgerReads, LongReads, Snapshot } from '../domain/reads.js';
import { exportList } from './export/export-list.js';
import { inputParser } from './parse-input.js';
import { endpointOf, type Route, type RouteContext } from './route.js';
import { tokenOf } from './tokens.js';

/** Where answers come from. */
export interface AnswerPorts {
  snapshot: Snapshot;
  longReads: LongReads;
  readers: Readers;
  version: string;
  deployment: { contracts: Record<string, string> };
}

/**
 * Answers a route as of a block. What follows from the block alone carries an ETag made of it, so that asking again costs nothing until
 * the next block. A list may be asked for whole, as a file.
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
    const { asOf, value } = await ports.snapshot(async (reads, at) => {
      await ports.readers.require(tokenOf(request), reads);
      return isKnown(at) ? undefined : await route.handle(input as never, contextOf(reads, at));
    });
    const etag = etagOf(endpoint, ports.version, asOf);
    response.setHeader('cache-control', endpoint.volatile ? 'no-store' : 'no-cache');
    if (etag !== undefined) response.setHeader('etag', etag);
    if (isKnown(asOf)) {
      response.status(304).end();
      return;
    }
    if (endpoint.list) {
      const { data, next } = value as PageOf<unknown>;
      response.json({ asOf, data, next });
    } else response.json({ asOf, data: value });
  };
}

function etagOf({ volatile }: Endpoint, version: string, { blockHash }: AsOf): string | undefined {
  return volatile ? undefined : `W/"${version}-${blockHash.slice(2, 18)}"`;
}

/** Whether an If-None-Match names a tag. */
function isNamed(header: string | undefined, etag: string | undefined): boolean {
  if (header === undefined || etag === undefined) return false;
  return header.split(',').some((one) => one.trim() === etag);
}
