import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { eventFilter } from '../../sdk/api/events.js';
import { LedgerError } from '../../sdk/errors.js';
import { type Place, readPlace } from '../domain/page.js';
import type { Readers } from '../domain/readers.js';
import type { EventFilter, Snapshot } from '../domain/reads.js';
import { viewEvents } from '../domain/trail-view.js';
import { tokenOf } from './tokens.js';
import { writeChunk } from './write-chunk.js';

const PAGE = 500;
/** Silence after which a comment keeps the connection open through proxies. */
const HEARTBEAT_MS = 15_000;

/** Tells of new blocks. */
export interface LiveFeed {
  /** Calls back after every stretch that the index has written; returns how to stop. */
  subscribe(onNews: () => void): () => void;
}

const { fromBlock: _from, toBlock: _to, ...filters } = eventFilter;
/** What `/events/live` takes: which events. */
export const liveInput = z.strictObject(filters);

/** An event's place as `Last-Event-ID` has it. */
const lastEventId = z.string().regex(/^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,8})$/, 'no id of an event');

/**
 * Streams events as they are indexed (Server-Sent Events). Who comes back with `Last-Event-ID` gets all that it missed, however much; who
 * reads slowly is waited for, and nothing piles up here.
 *
 * @param feed - Tells of new blocks.
 * @param snapshot - Where events are read.
 * @param readers - Who may.
 */
export function liveEvents(feed: LiveFeed, snapshot: Snapshot, readers: Readers): RequestHandler {
  return async (request, response) => {
    const filter = parseFilter(request);
    const last = parseLast(request);
    const { asOf } = await snapshot((reads) => readers.require(tokenOf(request), reads));
    // Without a last event: after everything that is indexed now.
    let place = last ?? { block: asOf.block, logIndex: Number.MAX_SAFE_INTEGER };
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.write(`retry: 1000\n\n`);

    const bell = createBell();
    const unsubscribe = feed.subscribe(bell.ring);
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    let open = true;
    response.once('close', () => {
      open = false;
      bell.ring();
    });
    try {
      while (open) {
        const after = place;
        const { value } = await snapshot(async (reads) => {
          // Looked at again with every page: who may no longer read is told so by the end of the stream.
          await readers.require(tokenOf(request), reads);
          return viewEvents(reads, filter, { after, order: 'asc', limit: PAGE });
        });
        for (const event of value.data) {
          await writeChunk(response, `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
          place = readPlace(event.id);
        }
        if (value.next === null) await bell.rung();
      }
    } finally {
      clearInterval(heartbeat);
      unsubscribe();
      response.end();
    }
  };
}

function parseFilter(request: Request): EventFilter {
  const parsed = liveInput.safeParse(request.query);
  if (!parsed.success) {
    throw new LedgerError('BAD_QUERY', { path: request.path, problem: z.prettifyError(parsed.error).replaceAll('\n', ' ') });
  }
  const { contract, dataset, member, tx, type } = parsed.data;
  return { contract, datasetId: dataset, memberId: member, txHash: tx, type };
}

function parseLast(request: Request): Place | undefined {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') return undefined;
  const parsed = lastEventId.safeParse(header);
  if (parsed.success) return readPlace(parsed.data);
  throw new LedgerError('BAD_QUERY', { path: request.path, problem: 'Last-Event-ID is no id of an event.' });
}

/** Remembers a ring that nobody was waiting for. */
function createBell() {
  let rang = false;
  let wake = () => {};
  return {
    ring() {
      rang = true;
      wake();
    },
    async rung(): Promise<void> {
      if (!rang) await new Promise<void>((resolve) => (wake = resolve));
      rang = false;
      wake = () => {};
    },
  };
}
