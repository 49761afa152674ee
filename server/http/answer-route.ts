import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { AsOf } from '../../sdk/api/client.js';
import { LedgerError } from '../../sdk/errors.js';
import type { PageOf } from '../domain/page.js';
import type { Readers } from '../domain/readers.js';
import type { Snapshot } from '../domain/reads.js';
import { endpointOf, type Route } from './route.js';
import { tokenOf } from './tokens.js';

/**
 * Answers a route as of a block. What follows from the block alone carries an ETag made of it, so that asking again costs nothing until
 * the next block.
 *
 * @param route - What is asked.
 * @param ports - Where the answer comes from.
 */
export function answerRoute(
  route: Route,
  ports: { snapshot: Snapshot; readers: Readers; version: string; deployment: { contracts: Record<string, string> } },
): RequestHandler {
  const endpoint = endpointOf(route);
  return async (request, response) => {
    const input = parseInput(endpoint.input, request) as never;
    const { contracts } = ports.deployment;
    const etagOf = ({ blockHash }: AsOf) => (endpoint.volatile ? undefined : `W/"${ports.version}-${blockHash.slice(2, 18)}"`);
    const isKnown = (asOf: AsOf) => isNamed(request.headers['if-none-match'], etagOf(asOf));
    const { asOf, value } = await ports.snapshot(async (reads, at) => {
      await ports.readers.require(tokenOf(request), reads);
      if (isKnown(at)) return undefined;
      // The later of the chain's clock and ours, as the payout runner has it.
      const now = Math.max(Math.floor(Date.now() / 1000), at.blockTime);
      return await route.handle(input, { reads, now, at: at.blockTime, contracts });
    });
    const etag = etagOf(asOf);
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

/** Whether an If-None-Match names a tag. */
function isNamed(header: string | undefined, etag: string | undefined): boolean {
  if (header === undefined || etag === undefined) return false;
  return header.split(',').some((one) => one.trim() === etag);
}

/** Parameters of path and query together; a name that comes twice is refused, as is one that nobody asked for. */
function parseInput(schema: z.ZodObject, request: Request): unknown {
  const parsed = schema.safeParse({ ...request.query, ...request.params });
  if (parsed.success) return parsed.data;
  throw new LedgerError('BAD_QUERY', { path: request.path, problem: z.prettifyError(parsed.error).replaceAll('\n', ' ') });
}
