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

/** Beyond the last log that a block can have. */
const AFTER_ALL_LOGS = 999_999_999;

const { fromBlock: _from, toBlock: _to, ...filters } = eventFilter;
/** What `/events/live` takes: which events. */
export const liveInput = z.strictObject(filters);

/** An event's place as `Last-Event-ID` has it. */
const lastEventId = z.string().regex(/^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,8})$/, 'no id of an event');

/**
 * Streams events as they are indexed (Server-Sent Events). Who comes back with `Last-Event-ID` gets all that it missed, however much; who
 * reads slowly is waited for, and nothing piles up here. When the chain has taken back blocks that were told of, an event of the kind `rewind`
 * says after which block; what has come since is void, and what takes its place follows.
 *
 * @param feed - Tells of new blocks.
 * @param snapshot - Where events are read.
 * @param readers - Who may.
 */
export function liveEvents(feed: LiveFeed, snapshot: Snapshot, readers: Readers): RequestHandler {
  return async (request, response) => {
    const filter = parseFilter(request);
    const last = parseLast(request);
    const { asOf, value: before } = await snapshot(async (reads) => {
      await readers.require(tokenOf(request), reads);
      return reads.listRewinds(0);
    });
    // Without a last event: after everything that is indexed now.
    let place = last ?? { block: asOf.block, logIndex: AFTER_ALL_LOGS };
    let lastRewind = before.at(-1)?.id ?? 0;
    // Whoever comes back may have heard of blocks that were taken back while it was away.
    let missed = last === undefined ? [] : before.filter((one) => place.block <= one.from_block);
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
          const rewinds = await reads.listRewinds(lastRewind);
          const back = lastInCommon([...missed, ...rewinds], after);
          const page = await viewEvents(reads, filter, { after: back ?? after, order: 'asc', limit: PAGE });
          return { ...page, back, lastRewind: rewinds.at(-1)?.id ?? lastRewind };
        });
        missed = [];
        lastRewind = value.lastRewind;
        if (value.back !== undefined) {
          place = value.back;
          const { block } = place;
          await writeChunk(response, `event: rewind\nid: ${block}.${AFTER_ALL_LOGS}\ndata: ${JSON.stringify({ block })}\n\n`);
        }
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

/** The end of the last block that still stands of those up to a place; undefined when all of them do. */
function lastInCommon(rewinds: readonly { to_block: number }[], place: Place): Place | undefined {
  const block = Math.min(...rewinds.map((one) => one.to_block));
  return block < place.block ? { block, logIndex: AFTER_ALL_LOGS } : undefined;
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
