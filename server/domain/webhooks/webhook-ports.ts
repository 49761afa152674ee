import type { Place } from '../page.js';
import type { EventFilter } from '../reads.js';

/** A webhook. Times are Unix seconds. */
export interface Webhook {
  id: number;
  member_id: number;
  url: string;
  secret: string;
  filter: EventFilter;
  created_at: number;
  block: number;
  log_index: number;
  replays: number;
  state: 'active' | 'paused';
  reason: string | null;
  failures: number;
  failing_since: number | null;
  next_attempt_at: number;
}

/** A message as the log has it. */
export interface Delivery {
  id: number;
  message_id: string;
  block: number;
  log_index: number;
  event_type: string;
  state: 'delivered' | 'waiting' | 'given up' | 'left';
  attempts: number;
  first_at: number;
  last_at: number;
  status: number | null;
  problem: string | null;
}

/** Port: webhooks as their members see them. */
export interface WebhookList {
  /** Undefined when the member has as many as it may. */
  add(
    one: { member_id: number; url: string; secret: string; filter: EventFilter; created_at: number; place: Place },
    most: number,
  ): Promise<Webhook | undefined>;
  list(memberId: number): Promise<Webhook[]>;
  find(memberId: number, id: number): Promise<Webhook | undefined>;
  remove(id: number): Promise<void>;
  restart(id: number, after: Place | undefined): Promise<Webhook | undefined>;
  deliveries(id: number, page: DeliveryPage): Promise<Delivery[]>;
}

/** Which messages of a log. */
export interface DeliveryPage {
  after?: number | undefined;
  order: 'asc' | 'desc';
  limit: number;
}

/** One attempt at a message. */
export interface Attempt {
  messageId: string;
  place: Place;
  eventType: string;
  at: number;
  status: number | null;
  problem: string | null;
}

/** What follows from an attempt that failed. */
export interface SetBack {
  failures: number;
  failingSince: number;
  nextAttemptAt: number;
  /** Why nothing more is tried; null: it goes on. */
  pausedBecause: string | null;
}

/** Port: webhooks as the deliverer sees them; whatever it writes counts only while the webhook stands where it was read. */
export interface WebhookQueue {
  due(now: number): Promise<(Webhook & { standing: { status: string; validUntil: number } | undefined })[]>;
  /** False when the webhook stands elsewhere by now. */
  delivered(hook: Webhook, attempt: Attempt): Promise<boolean>;
  failed(hook: Webhook, attempt: Attempt, after: SetBack): Promise<void>;
  pause(hook: Webhook, reason: string): Promise<void>;
  advance(hook: Webhook, place: Place): Promise<void>;
  forget(before: number): Promise<void>;
}

/** What a receiver said: a status, or why there is none. */
export type Outcome = { status: number } | { problem: string };

/**
 * Port: sends a message, at most for ten seconds, and follows no redirect.
 *
 * @param trust - `named`: to whatever address the host has; `public`: only to addresses of the public internet.
 */
export type Deliver = (
  url: string,
  message: { headers: Record<string, string>; body: string; trust: Trust; signal: AbortSignal },
) => Promise<Outcome>;

/** How far a host is trusted; see `trustOf`. */
export type Trust = 'named' | 'public';
