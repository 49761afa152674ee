import { LedgerError } from '../../sdk/errors.js';
import { raisePrice } from './raise-price.js';

/** A key, and whether it may send by what the ledger says. */
export interface Sender {
  key: string;
  may: boolean;
}

/** The chain's own list of senders, through the contract that keeps it. */
export interface Gate {
  /** The key that pushes. */
  address: string;
  /** Those whose standing in the list is another; never who has a say in the list itself. */
  outOfStep(senders: readonly Sender[]): Promise<string[]>;
  /** The next nonce of its key. */
  nonce(): Promise<number>;
  /** What is usual for gas, in wei. */
  usualPrice(): Promise<bigint>;
  /** Pushes; the transaction's hash. */
  mirror(keys: readonly string[], nonce: number, gasPrice: bigint): Promise<string>;
  /** The block that holds a transaction, when one does. */
  block(txHash: string): Promise<number | undefined>;
}

/** What the gatekeeper works with. */
export interface GatekeeperPorts {
  gate: Gate;
  /** Keys that are out of step by the index, or all of them; at most so many. */
  suspects(now: number, limit: number, everybody: boolean): Promise<Sender[]>;
  /** Resolves when the index has a block. */
  reached(block: number): Promise<void>;
  clock: { now(): number; pause(ms: number): Promise<void> };
}

/** A key that a push has not changed is left for so long, in seconds, and twice as long the next time. */
const FIRST_REST_SECONDS = 2;
const LONGEST_REST_SECONDS = 600;
/** How often every key is compared with the list, in seconds. */
const SWEEP_SECONDS = 600;
/** Most keys that the index is asked for. */
const MOST_SUSPECTS = 10_000;
/** Most keys in a transaction: the list's protocol takes some 30,000 gas for each. */
const MOST_KEYS = 100;
const LOOK_AGAIN_MS = 200;
const LONGEST_WAIT_MS = 30_000;

/**
 * Makes what brings the chain's own list of senders in step with the ledger. The index says where to look; the contract decides when the push
 * is mined, by the time of its own block: an idle chain makes none, so nobody could ask it before whether an admission is over by now.
 * Pushing twice, or for a wrong key, changes nothing. One push is under way at a time.
 *
 * @returns A run, which says how many keys were pushed, and throws `SENDERS_OUT_OF_STEP` when a push is not mined in time; the next run
 * replaces it.
 */
export function createGatekeeper({ clock, gate, reached, suspects }: GatekeeperPorts): () => Promise<number> {
  let before: { nonce: number; price: bigint } | undefined;
  let sweptAt = 0;
  const resting = new Map<string, { until: number; seconds: number }>();

  /** What is offered for gas: one that is not mined since the last time is replaced by a dearer one at the same nonce. */
  const offer = async (nonce: number): Promise<bigint> => {
    const usual = await gate.usualPrice();
    if (before?.nonce !== nonce) return usual;
    const legacy = (price: bigint) => ({ type: 'legacy' as const, price });
    return raisePrice(legacy(before.price), legacy(usual), legacy(usual))?.price ?? before.price;
  };

  const push = async (keys: readonly string[]): Promise<void> => {
    const nonce = await gate.nonce();
    const price = await offer(nonce);
    before = { nonce, price };
    const txHash = await gate.mirror(keys, nonce, price);
    const block = await mined(gate, txHash, clock);
    if (block === undefined) {
      throw new LedgerError('SENDERS_OUT_OF_STEP', { keys: keys.length, txHash, gatekeeper: gate.address });
    }
    await reached(block);
  };

  /** Keys that are pushed now; those that a push did not change, for clocks differ or the list has its own reasons, rest. */
  const due = async (): Promise<string[]> => {
    const now = clock.now();
    const sweep = now >= sweptAt + SWEEP_SECONDS;
    if (sweep) sweptAt = now;
    const found = await suspects(now, MOST_SUSPECTS, sweep);
    const keys = new Set(found.map(({ key }) => key));
    for (const key of resting.keys()) if (!keys.has(key)) resting.delete(key);
    const awake = found.filter(({ key }) => sweep || (resting.get(key)?.until ?? 0) <= now);
    const differing = awake.length === 0 ? [] : await gate.outOfStep(awake);
    // What the index only thinks, because somebody has changed the list beside the gate, is looked at again with the next sweep.
    if (!sweep) for (const { key } of awake) if (!differing.includes(key)) rest(key, LONGEST_REST_SECONDS);
    return differing.slice(0, MOST_KEYS);
  };

  const rest = (key: string, seconds: number): void => {
    resting.set(key, { until: clock.now() + seconds, seconds });
  };

  return async () => {
    for (let pushed = 0; ; ) {
      const keys = await due();
      if (keys.length === 0) return pushed;
      await push(keys);
      pushed += keys.length;
      for (const key of keys) {
        rest(key, Math.min(LONGEST_REST_SECONDS, (resting.get(key)?.seconds ?? FIRST_REST_SECONDS / 2) * 2));
      }
    }
  };
}

async function mined(gate: Gate, txHash: string, clock: GatekeeperPorts['clock']): Promise<number | undefined> {
  for (let waited = 0; waited < LONGEST_WAIT_MS; waited += LOOK_AGAIN_MS) {
    const block = await gate.block(txHash);
    if (block !== undefined) return block;
    await clock.pause(LOOK_AGAIN_MS);
  }
  return undefined;
}
