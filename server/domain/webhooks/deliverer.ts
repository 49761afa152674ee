import type { AsOf } from '../../../sdk/api/client.js';
import { signWebhook, WEBHOOK_HEADERS } from '../../../sdk/webhooks.js';
import { byPlace, type Place, readPlace, whereIs } from '../page.js';
import type { Snapshot } from '../reads.js';
import { viewEvents } from '../trail-view.js';
import { trustOf } from './receiver-host.js';
import { nextAttemptAt } from './retry-plan.js';
import type { Attempt, Deliver, Outcome, Trust, Webhook, WebhookQueue } from './webhook-ports.js';

/** How often webhooks are looked at when no block comes, in milliseconds. */
const LOOK_MS = 2_000;
/** After so long it is looked again whether the index has caught up, in milliseconds. */
const AGAIN_MS = 200;
/** Most messages under way at once, in all and of one member: a slow receiver takes no more than its member's part. */
const MOST_UNDER_WAY = 32;
const MOST_OF_A_MEMBER = 4;
/** A webhook makes room for others after so many messages, or so many milliseconds. */
const TURN_MESSAGES = 50;
const TURN_MS = 5_000;
/** A stretch in which nothing was for a webhook is passed over for good when it is so many blocks long. */
const PASS_BLOCKS = 1_000;
/** How long the log keeps messages, and how often it is tidied, in seconds. */
const KEEP_SECONDS = 30 * 86_400;
const TIDY_SECONDS = 3_600;
const GONE = 410;

/** What the deliverer needs. */
export interface DelivererPorts {
  queue: WebhookQueue;
  snapshot: Snapshot;
  deliver: Deliver;
  /** Hosts that the operator has named. */
  hosts: readonly string[];
  /** Whether the index has all that is final: before, nobody is held to be inactive by it. */
  caughtUp(): boolean;
  /** Unix seconds. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Told of what is the service's own fault. */
  onError(error: Error): void;
}

/** Sends events to webhooks while it runs; one process of a ledger at a time is to run it. */
export interface Deliverer {
  start(): void;
  /** Tells that there may be something to do. */
  wake(): void;
  /** Ends; a message that is under way is broken off and comes again. */
  stop(): Promise<void>;
}

type Due = Awaited<ReturnType<WebhookQueue['due']>>[number];
type Event = Awaited<ReturnType<typeof viewEvents>>['data'][number];

/**
 * Makes what sends events to the webhooks of members: of each webhook in the order of the chain, one at a time, until the receiver has taken it.
 * A webhook's place in the audit trail is all that is remembered, so nothing is lost with a process; what was sent and not noted yet comes again
 * under the same id.
 *
 * @param ports - What it needs.
 */
export function createDeliverer(ports: DelivererPorts): Deliverer {
  const { now, queue, snapshot } = ports;
  const stopping = new AbortController();
  const underWay = new Map<number, { memberId: number; done: Promise<void> }>();
  /** Webhooks that had taken all there was, by the block that they had come to. */
  const idleAt = new Map<number, string>();
  /** When each had its turn last, by a count. */
  const turns = new Map<number, number>();
  let count = 0;
  let tidiedAt = 0;
  let running: Promise<void> | undefined;
  let rung = false;
  let wake = () => {};

  const ring = (): void => {
    rung = true;
    wake();
  };

  const look = async (): Promise<void> => {
    // Of one whose turn ends while the list is read, the list may still have the place of before; its end rings for another look.
    const busy = new Set(underWay.keys());
    const due = await queue.due(now());
    const { asOf } = await snapshot(async () => {});
    const known = new Set(due.map((one) => one.id));
    for (const id of idleAt.keys()) if (!known.has(id)) idleAt.delete(id);
    for (const id of turns.keys()) if (!known.has(id) && !underWay.has(id)) turns.delete(id);
    const waiting = due.filter((one) => !busy.has(one.id) && idleAt.get(one.id) !== idleName(one, asOf.blockHash));
    waiting.sort((a, b) => (turns.get(a.id) ?? 0) - (turns.get(b.id) ?? 0));
    for (const hook of waiting) {
      if (underWay.size >= MOST_UNDER_WAY) break;
      const ofMember = [...underWay.values()].filter((one) => one.memberId === hook.member_id).length;
      if (ofMember >= MOST_OF_A_MEMBER) continue;
      turns.set(hook.id, ++count);
      const done = serve(hook, asOf)
        .finally(() => underWay.delete(hook.id))
        // What is the service's own fault is tried again with the next look, not at once.
        .then(ring, ports.onError);
      underWay.set(hook.id, { memberId: hook.member_id, done });
    }
    if (now() - tidiedAt >= TIDY_SECONDS) {
      tidiedAt = now();
      await queue.forget(now() - KEEP_SECONDS);
    }
  };

  /** The index may be told of as behind although it is not any more: then no other block says so. */
  const leaveForNow = (hook: Due, head: AsOf): void => {
    idleAt.set(hook.id, idleName(hook, head.blockHash));
    setTimeout(() => {
      idleAt.delete(hook.id);
      ring();
    }, AGAIN_MS).unref();
  };

  /** Gives a webhook its turn. */
  const serve = async (due: Due, head: AsOf): Promise<void> => {
    const { standing } = due;
    if (standing === undefined || standing.status !== 'active' || standing.validUntil <= now()) {
      if (ports.caughtUp()) await queue.pause(due, 'its member is not active');
      else leaveForNow(due, head);
      return;
    }
    const trust = trustOf(ports.hosts, due.url);
    if (typeof trust === 'object') {
      await queue.pause(due, trust.problem);
      return;
    }
    const page = { after: whereIs(due), order: 'asc', limit: TURN_MESSAGES } as const;
    const { asOf, value } = await snapshot((reads) => viewEvents(reads, due.filter, page));
    const until = performance.now() + TURN_MS;
    let hook: Webhook = due;
    for (const event of value.data) {
      if (stopping.signal.aborted || performance.now() > until) return;
      const place = readPlace(event.id);
      if (!(await sendOne(hook, event, place, trust))) return;
      hook = { ...hook, block: place.block, log_index: place.logIndex, failures: 0, failing_since: null };
    }
    if (value.next !== null) return;
    if (asOf.block - hook.block >= PASS_BLOCKS) await queue.advance(hook, { block: asOf.block - 1, logIndex: 0 });
    idleAt.set(hook.id, idleName(hook, asOf.blockHash));
  };

  /** Sends a message; whether the webhook may go on with the next one. */
  const sendOne = async (hook: Webhook, event: Event, place: Place, trust: Trust): Promise<boolean> => {
    const messageId = `msg_${hook.id}_${byPlace({ block: place.block, log_index: place.logIndex }).replace('.', '-')}_${hook.replays}`;
    const body = JSON.stringify(event);
    const timestamp = now();
    const headers = {
      'content-type': 'application/json',
      [WEBHOOK_HEADERS.id]: messageId,
      [WEBHOOK_HEADERS.timestamp]: String(timestamp),
      [WEBHOOK_HEADERS.signature]: signWebhook(hook.secret, { id: messageId, timestamp, body }),
    };
    const outcome = await ports.deliver(hook.url, { headers, body, trust, signal: stopping.signal });
    if (stopping.signal.aborted && 'problem' in outcome) return false;
    const attempt = { messageId, place, eventType: event.type, at: now(), ...resultOf(outcome) };
    if (attempt.problem === null) return queue.delivered(hook, attempt);
    await setBack(hook, attempt);
    return false;
  };

  const setBack = async (hook: Webhook, attempt: Attempt): Promise<void> => {
    const failures = hook.failures + 1;
    const failingSince = hook.failing_since ?? attempt.at;
    const again = nextAttemptAt(failures, failingSince, attempt.at, ports.random());
    const gone = attempt.status === GONE;
    const pausedBecause = gone
      ? 'its receiver answered 410: it wants no more'
      : again === undefined
        ? `nothing was taken for three days; at last: ${attempt.problem}`
        : null;
    await queue.failed(hook, attempt, { failures, failingSince, nextAttemptAt: again ?? attempt.at, pausedBecause });
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      rung = false;
      await look().catch(ports.onError);
      if (stopping.signal.aborted) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (rung) wake();
      });
    }
    await Promise.all([...underWay.values()].map((one) => one.done));
  };

  return {
    start() {
      running ??= run();
    },
    wake: ring,
    async stop() {
      stopping.abort();
      ring();
      await running;
    },
  };
}

/** Where a webhook stands, and the block that it has seen all of. */
function idleName({ block, log_index, replays }: Webhook, blockHash: string): string {
  return `${block}.${log_index} ${replays} ${blockHash}`;
}

function resultOf(outcome: Outcome): { status: number | null; problem: string | null } {
  if ('problem' in outcome) return { status: null, problem: outcome.problem };
  const { status } = outcome;
  if (status >= 200 && status < 300) return { status, problem: null };
  const why = status >= 300 && status < 400 ? ': redirects are not followed' : '';
  return { status, problem: `it answered ${status}${why}` };
}
