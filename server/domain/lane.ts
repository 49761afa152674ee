import { LedgerError } from '../../sdk/errors.js';
import { type Failure, holdBack } from './holds.js';
import { type Batch, gasOf, halve, idsOf } from './payout-plan.js';
import type { Buttons, Call, Clock, Diary, Dues, Hold, OutboxEntry, PayoutSettings } from './payout-ports.js';
import { raisePrice } from './raise-price.js';
import { againAfterMs, isUnclear, latest, newSlot, type Slot, stuck } from './slot.js';

/** Most transactions that are sent and not mined. */
const MOST_IN_FLIGHT = 64;
const LOOK_AGAIN_MS = 100;
/** A run gives up when nothing was mined for so many times the setting; the next run goes on. */
const GIVE_UP_TIMES = 3;
/** Looks without a receipt (five seconds) before a mined nonce counts as somebody else's: a node may lag behind its neighbour. */
const LOOKS_FOR_RECEIPT = 50;
/** How often a batch whose nonce somebody else took is signed anew. */
const MOST_TRIES = 3;
/** How often a price is raised in a row because the node wants more. */
const MOST_RAISES = 10;
/** Gas of a `distribute` without tables, with some to spare. */
const FILLER_GAS = 30_000;

/** A batch of one that the contract refuses, or that was mined in vain. */
export interface Refusal {
  batch: Batch;
  problem: string;
}

/** What the lane needs. */
export interface LanePorts {
  buttons: Buttons;
  diary: Diary;
  dues: Pick<Dues, 'effects' | 'members' | 'reached'>;
  clock: Clock;
  settings: PayoutSettings;
  /** The run that new transactions belong to. */
  runId(): Promise<number>;
}

/** The transactions of one key, in the order of their nonces. */
export interface Lane {
  /**
   * Brings what is open and these batches to their end: mined, and confirmed by the index. A batch that the contract refuses is tried in
   * halves, so that one bad id never blocks the others.
   *
   * @returns The ids that were refused alone.
   * @throws `NODE_UNREACHABLE`, `RUNNER_UNFUNDED`, `TRANSACTION_STUCK`, `CHAIN_REFUSED`, `INDEX_STUCK`; what is open stays in the outbox.
   */
  push(batches: readonly Batch[]): Promise<Refusal[]>;
  /** Transactions that ended in this lane. */
  ended(): { txHash: string; block: number }[];
  /** Nonces that somebody else took with the same key. */
  taken(): number[];
}

/**
 * Opens the lane with what earlier runs left in the outbox. Nothing is sent before it is written down, and nonces follow each other without
 * a gap: one that is missing is filled with a `distribute` of nothing.
 *
 * @param ports - What the lane needs.
 */
export async function openLane(ports: LanePorts): Promise<Lane> {
  const { buttons, diary, dues, clock, settings } = ports;
  const stuckMs = settings.stuckSeconds * 1000;
  const slots = new Map<number, Slot>();
  const ended: { txHash: string; block: number }[] = [];
  const taken: number[] = [];
  let queue: { batch: Batch; tries: number }[] = [];
  let refusals: Refusal[] = [];
  // Nonces follow the larger of what the chain has mined and what the outbox knows, for a node may lag behind.
  const lastConfirmed = await diary.lastNonce(buttons.address);
  let given = lastConfirmed;
  let minedBefore = 0;
  let progressMs = clock.ms();

  const waiting = (): Slot[] => [...slots.values()].filter((slot) => slot.end === undefined).sort((a, b) => a.nonce - b.nonce);

  const write = async (call: Omit<Call, 'ids'> & { ids: number[] }): Promise<OutboxEntry> => {
    const signed = await buttons.sign(call);
    const entry = { ...call, ...signed, signedAt: clock.now() };
    return diary.addTransaction(await ports.runId(), buttons.address, entry);
  };

  const addSlot = (nonce: number, attempts: OutboxEntry[], batch?: Batch, tries = 0): Slot => {
    const slot = newSlot(nonce, attempts, clock.ms(), tries);
    if (batch !== undefined) slot.batch = batch;
    slots.set(nonce, slot);
    given = Math.max(given, nonce);
    return slot;
  };

  /** Signs what replaces the latest attempt; false when the price can't be raised. */
  const replace = async (slot: Slot): Promise<boolean> => {
    const { act, ids, nonce, gasLimit, gasPrice } = latest(slot);
    const raised = raisePrice(gasPrice, await buttons.suggestedPrice(), await buttons.price());
    slot.pricedMs = clock.ms();
    if (raised === undefined) return false;
    slot.attempts.push(await write({ act, ids, nonce, gasLimit, gasPrice: raised }));
    return true;
  };

  /** A replacement that was no use; false when the latest attempt is none. */
  const takeBack = async (slot: Slot): Promise<boolean> => {
    const before = slot.attempts.at(-2);
    if (before === undefined || before.gasPrice.price >= latest(slot).gasPrice.price) return false;
    const dearer = slot.attempts.pop() as OutboxEntry;
    await diary.closeNonce({ losers: [dearer.id], holds: [] });
    slot.answer = 'later';
    return true;
  };

  /** Something that the node will not take is no use: its nonce goes to nothing, its batch is tried in halves. */
  const giveUpContent = async (slot: Slot, problem: string): Promise<void> => {
    if (await takeBack(slot)) return;
    const { act, ids, nonce, gasPrice } = latest(slot);
    if (act === 'distribute' && ids.length === 0) throw new LedgerError('CHAIN_REFUSED', { problem });
    if (slot.batch !== undefined) refuse(slot.batch, problem, slot.tries);
    delete slot.batch;
    slot.attempts.push(await write({ act: 'distribute', ids: [], nonce, gasLimit: FILLER_GAS, gasPrice }));
    await send(slot);
  };

  const send = async (slot: Slot, raises = 0): Promise<void> => {
    const answer = await buttons.send(latest(slot).raw);
    slot.sentMs = clock.ms();
    slot.problem = 'problem' in answer ? answer.problem : '';
    switch (answer.type) {
      case 'taken':
      case 'used':
        // What became of a used nonce shows when we look.
        slot.answer = 'taken';
        return;
      case 'later':
        slot.answer = 'later';
        return;
      case 'underpriced':
        slot.answer = 'later';
        slot.problem = 'the node wants a higher price of gas';
        if (raises < MOST_RAISES && (await replace(slot))) await send(slot, raises + 1);
        return;
      case 'unfunded':
        slot.answer = 'unfunded';
        return;
      case 'refused':
        await giveUpContent(slot, answer.problem);
    }
  };

  const refuse = (batch: Batch, problem: string, tries: number): void => {
    if (batch.items.length > 1) queue.unshift(...halve(batch).map((half) => ({ batch: half, tries })));
    else refusals.push({ batch, problem });
  };

  /** Signs, writes down and sends while there is room. */
  const fill = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { batch, tries } = next;
      const open = waiting();
      if (open.length >= MOST_IN_FLIGHT || open.some((slot) => slot.answer !== 'taken')) {
        queue.unshift(next);
        return;
      }
      const [ids, gasLimit] = [idsOf(batch), gasOf(batch)];
      const problem = await buttons.refusal(batch.act, ids, gasLimit);
      if (problem !== undefined) {
        refuse(batch, problem, tries);
        continue;
      }
      const nonce = Math.max(await buttons.minedCount(), given + 1);
      const entry = await write({ act: batch.act, ids, nonce, gasLimit, gasPrice: await buttons.price() });
      await send(addSlot(nonce, [entry], batch, tries));
    }
  };

  /** What became of a nonce that is mined: one of ours, or somebody else's. */
  const find = async (slot: Slot): Promise<void> => {
    for (const entry of slot.attempts.toReversed()) {
      const outcome = await buttons.outcome(entry.txHash);
      if (outcome === undefined) continue;
      slot.end = { ...outcome, entry };
      return;
    }
    slot.looks += 1;
    if (slot.looks < LOOKS_FOR_RECEIPT) return;
    taken.push(slot.nonce);
    slots.delete(slot.nonce);
    await diary.closeNonce({ losers: slot.attempts.map((one) => one.id), holds: [] });
    if (slot.batch !== undefined && slot.tries + 1 < MOST_TRIES) queue.unshift({ batch: slot.batch, tries: slot.tries + 1 });
  };

  /** Looks what is mined; sends again what a node may have forgotten, and replaces what others wait for. */
  const look = async (): Promise<void> => {
    const mined = await buttons.minedCount();
    if (mined > minedBefore) [minedBefore, progressMs] = [mined, clock.ms()];
    for (const slot of waiting()) if (slot.nonce < mined) await find(slot);
    const [first, ...others] = waiting().filter((slot) => slot.nonce >= mined);
    if (first === undefined) return;
    const ms = clock.ms();
    if (first.answer === 'unfunded') await requireFunds(first);
    // What waited behind others was not stuck: time counts from the last block that held something of ours.
    const since = (ownMs: number) => ms - Math.max(ownMs, progressMs);
    if (since(first.firstSentMs) >= GIVE_UP_TIMES * stuckMs) throw stuck(first, buttons.address, clock.now());
    if (since(first.pricedMs) >= stuckMs && (await replace(first))) await send(first);
    for (const slot of [first, ...others]) if (ms - slot.sentMs >= againAfterMs(slot)) await send(slot);
  };

  /** Money may only be short for all that is in flight: what is first in line is tried once more before somebody has to send some. */
  const requireFunds = async (slot: Slot): Promise<void> => {
    await send(slot);
    if (slot.answer !== 'unfunded' || (await takeBack(slot))) return;
    const { gasLimit, gasPrice } = latest(slot);
    const [balance, needed] = [String(await buttons.balance()), String(BigInt(gasLimit) * gasPrice.price)];
    throw new LedgerError('RUNNER_UNFUNDED', { address: buttons.address, balance, needed, problem: slot.problem });
  };

  /** Waits for the index, asks whether what was mined still is, and notes how each nonce ended. */
  const confirm = async (): Promise<void> => {
    const done = [...slots.values()].flatMap((slot) => (slot.end === undefined ? [] : [{ slot, end: slot.end }]));
    if (done.length === 0) return;
    await dues.reached(Math.max(...done.map(({ end }) => end.block)));
    for (const { slot, end } of done) {
      const now = await buttons.outcome(end.entry.txHash);
      if (now?.block !== end.block || now.state !== end.state) delete slot.end;
      else await close(slot, end);
    }
  };

  const close = async (slot: Slot, end: NonNullable<Slot['end']>): Promise<void> => {
    const { entry, block } = end;
    const holds = end.state === 'mined' ? await holdsAfter(entry, block) : [];
    const state = end.state === 'mined' ? 'confirmed' : 'reverted';
    const losers = slot.attempts.filter((one) => one !== entry).map((one) => one.id);
    await diary.closeNonce({ winner: { id: entry.id, state, block }, losers, holds });
    slots.delete(slot.nonce);
    ended.push({ txHash: entry.txHash, block });
    if (end.state === 'reverted' && slot.batch !== undefined) {
      refuse(slot.batch, `transaction ${entry.txHash} was reverted`, slot.tries);
    }
  };

  /** Members whom the token refused, and those whom the contract passed over although the index says that they are due. */
  const holdsAfter = async ({ act, ids, txHash }: OutboxEntry, block: number): Promise<Hold[]> => {
    if (act !== 'payOut') return [];
    const { paid, refused } = await dues.effects([{ txHash, block }]);
    const met = new Set([...paid, ...refused].map((one) => one.memberId));
    const silent = ids.filter((id) => !met.has(id));
    const due = silent.length === 0 ? [] : await dues.members(clock.now());
    const failed =
      (reason: string) =>
      (one: { memberId: number; account: string }): Failure => {
        return { kind: 'member', id: one.memberId, account: one.account, block, reason };
      };
    const failures = [
      ...refused.map(failed(TOKEN_REFUSES)),
      ...due.filter((one) => silent.includes(one.memberId)).map(failed(NOTHING_DUE)),
    ];
    return failures.length === 0 ? [] : holdBack(failures, await diary.holds(), clock.now());
  };

  for (const entry of await diary.openTransactions(buttons.address)) {
    const slot = slots.get(entry.nonce);
    if (slot === undefined) addSlot(entry.nonce, [entry]);
    else slot.attempts.push(entry);
  }

  /** What an earlier run signed may have a gap in front, for instance when its store is older than the chain. */
  const fillGaps = async (): Promise<void> => {
    const from = Math.max(await buttons.minedCount(), lastConfirmed + 1);
    for (let nonce = from; nonce < given; nonce++) {
      if (slots.has(nonce)) continue;
      const gasPrice = await buttons.price();
      addSlot(nonce, [await write({ act: 'distribute', ids: [], nonce, gasLimit: FILLER_GAS, gasPrice })]);
    }
  };

  return {
    async push(batches) {
      queue = batches.map((batch) => ({ batch, tries: 0 }));
      refusals = [];
      if (slots.size > 0) await fillGaps();
      while (queue.length > 0 || slots.size > 0) {
        await fill();
        await look();
        const open = waiting();
        if (open.length === 0 && queue.length === 0) await confirm();
        else if (open.length >= MOST_IN_FLIGHT || queue.length === 0 || open.some(isUnclear)) await clock.pause(LOOK_AGAIN_MS);
      }
      return refusals;
    },
    ended: () => [...ended],
    taken: () => [...taken],
  };
}

/** Why a member is held back whose transfer failed. */
const TOKEN_REFUSES = 'the settlement token refuses transfers to it';
/** Why a member is held back to whom nothing was transferred: without that, a clock that runs ahead would send in vain for ever. */
const NOTHING_DUE = "by the chain's clock nothing is due yet; compare the service's clock";
