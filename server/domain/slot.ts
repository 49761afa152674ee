import { LedgerError } from '../../sdk/errors.js';
import type { Batch } from './payout-plan.js';
import type { Mined, OutboxEntry } from './payout-ports.js';

/** When a transaction that is not mined is sent again, for nodes forget; what a node had no place for is offered more often. */
const SEND_AGAIN_MS = 5_000;
const OFFER_AGAIN_MS = 500;

/** One nonce of a lane: a transaction, and what replaced it. */
export interface Slot {
  nonce: number;
  /** Oldest first; at most one is mined. */
  attempts: OutboxEntry[];
  /** What it should do; absent when an earlier run signed it: the plan comes anew. */
  batch?: Batch;
  /** How often the batch lost its nonce before. */
  tries: number;
  firstSentMs: number;
  /** When its price was last looked at. */
  pricedMs: number;
  sentMs: number;
  /** What the node said last, and in which words. */
  answer: 'taken' | 'unfunded' | 'later';
  problem: string;
  /** Looks for a receipt that were in vain, though the nonce is mined. */
  looks: number;
  /** Mined, and not yet confirmed by the index. */
  end?: Mined & { entry: OutboxEntry };
}

/** A nonce whose attempts were not sent in this run. */
export function newSlot(nonce: number, attempts: OutboxEntry[], ms: number, tries: number): Slot {
  const times = { firstSentMs: ms, pricedMs: ms, sentMs: Number.NEGATIVE_INFINITY };
  return { nonce, attempts, tries, ...times, answer: 'later', problem: '', looks: 0 };
}

/** What is under way now. */
export function latest(slot: Slot): OutboxEntry {
  return slot.attempts.at(-1) as OutboxEntry;
}

/** Whether others had better wait until it is known how this one stands. */
export function isUnclear(slot: Slot): boolean {
  return slot.answer !== 'taken' || slot.looks > 0;
}

/** When to send it again, in milliseconds after the last time. */
export function againAfterMs(slot: Slot): number {
  return slot.answer === 'later' ? OFFER_AGAIN_MS : SEND_AGAIN_MS;
}

/** The refusal of a run that gives up on it; `since` in Unix seconds. */
export function stuck(slot: Slot, address: string, now: number): LedgerError {
  const { txHash, nonce } = latest(slot);
  const since = Math.min(...slot.attempts.map((one) => one.signedAt));
  const minutes = Math.max(1, Math.floor((now - since) / 60));
  const problem = slot.problem === '' ? 'no block holds it' : slot.problem;
  return new LedgerError('TRANSACTION_STUCK', { txHash, nonce, address, minutes, problem, since });
}
