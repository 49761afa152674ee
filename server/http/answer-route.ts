import type { RequestHandler } from 'express';
import type { AsOf } from '../../sdk/api/client.js';
import type { Endpoint } from '../../sdk/api/endpoint.js';
import type { PageOf } from '../domain/page.js';
import type { Readers } from '../domain/readers.js';
import type { LedgerReads, LongReads, Snapshot, TimelessReads } from '../domain/reads.js';
import type { AnswerCache } from './answer-cache.js';
import { exportList } from './export/export-list.js';
import { type Asked, inputParser } from './parse-input.js';
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

/** An answer, and the block that it is true for. */
interface Answer {
  asOf: AsOf;
  value: unknown;
}

/**
 * Answers a route as of a block, the newest or a past one. What follows from the block alone carries an ETag made of it, so that asking again
 * costs nothing until the next block, and is made once for all who ask the same meanwhile. A list may be asked for whole, as a file.
 *
 * @param route - What is asked.
 * @param ports - Where the answer comes from.
 */
export function answerRoute(route: Route, ports: AnswerPorts): RequestHandler {
  const endpoint = endpointOf(route) as Endpoint;
  const parse = inputParser(endpoint);
  const contextOf = (reads: LedgerReads | TimelessReads, at: AsOf) => {
    // The later of the chain's clock and ours, as the payout runner has it.
    const now = Math.max(Math.floor(Date.now() / 1000), at.blockTime);
    return { reads, now, at: at.blockTime, contracts: ports.deployment.contracts } as RouteContext;
  };
  const answer = async ({ asOf, ...input }: Asked['input'], head: LedgerReads, at: AsOf): Promise<Answer> => {
    const then = asOf === undefined ? { reads: head, asOf: at } : await head.asOf(asOf as number);
    return { asOf: then.asOf, value: await route.handle(input as never, contextOf(then.reads, then.asOf)) };
  };
  return async (request, response) => {
    const { format, input } = parse(request);
    const tagOf = (head: AsOf) => etagOf(endpoint, ports.version, head, input.asOf);
    const isKnown = (head: AsOf) => isNamed(request.headers['if-none-match'], tagOf(head));
    if (format !== 'json') {
      const pageAt = async (after: string | undefined, limit: number, reads: LedgerReads, at: AsOf) => {
        const page = parse(request, { limit: String(limit), ...(after === undefined ? {} : { after }) });
        return (await answer(page.input, reads, at)) as { asOf: AsOf; value: PageOf<unknown> };
      };
      await exportList({ name: route.name, endpoint, format, pageAt, ports }, request, response);
      return;
    }
    // The head stands for a past block, too: what was said of that one is untrue only when the chain takes blocks back, and then the head is another.
    const make = async (reads: LedgerReads, at: AsOf) => bodyOf(endpoint, await answer(input, reads, at));
    const short = isShort(route) && input.asOf === undefined;
    // Who may read, and what is there already, is one short question for all; what takes longer is not to keep others waiting.
    const gate = await ports.snapshot(async (reads, at) => {
      await ports.readers.require(tokenOf(request), reads);
      if (isKnown(at) || !short) return undefined;
      return ports.cache.of(at.blockHash, request.url, async () => ({ asOf: at, value: await make(reads, at) }));
    }, 'shared');
    const alone = () => {
      if (endpoint.volatile) return ports.snapshot(make);
      return ports.cache.of(gate.asOf.blockHash, request.url, () => ports.snapshot(make));
    };
    const { asOf: head, value } = isKnown(gate.asOf) ? { asOf: gate.asOf, value: undefined } : (gate.value ?? (await alone()));
    const etag = tagOf(head);
    response.setHeader('cache-control', endpoint.volatile ? 'no-store' : 'no-cache');
    if (etag !== undefined) response.setHeader('etag', etag);
    if (value === undefined || isKnown(head)) {
      response.status(304).end();
      return;
    }
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.send(value);
  };
}

/** An answer as it is sent. */
function bodyOf({ list }: Endpoint, { asOf, value }: Answer): Buffer {
  if (!list) return Buffer.from(JSON.stringify({ asOf, data: value }));
  const { data, next } = value as PageOf<unknown>;
  return Buffer.from(JSON.stringify({ asOf, data, next }));
}

/** Made of the head also for a past block: it stays when nothing happens, and goes when the chain takes blocks back. */
function etagOf({ volatile }: Endpoint, version: string, { blockHash }: AsOf, past: unknown): string | undefined {
  return volatile ? undefined : `W/"${version}-${blockHash.slice(2, 18)}${past === undefined ? '' : `-${past}`}"`;
}

/** Whether an If-None-Match names a tag. */
function isNamed(header: string | undefined, etag: string | undefined): boolean {
  if (header === undefined || etag === undefined) return false;
  return header.split(',').some((one) => one.trim() === etag);
}
