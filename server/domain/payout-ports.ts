import type { Act } from './gas-formula.js';
import type { DueMember, DueTable } from './payout-plan.js';
import type { ContractView, IndexView } from './reconciliation.js';

/** What a transaction offers per gas, in wei: one price, or (EIP-1559) the most in all and the validator's part of it. */
export type GasPrice = { type: 'legacy'; price: bigint } | { type: 'market'; price: bigint; priority: bigint };

/** A signed transaction in the outbox. */
export interface OutboxEntry {
  id: number;
  act: Act;
  /** Empty, with `distribute`: it only takes up a nonce. */
  ids: number[];
  nonce: number;
  raw: string;
  txHash: string;
  gasLimit: number;
  gasPrice: GasPrice;
  /** Unix seconds. */
  signedAt: number;
}

/** What to sign. */
export interface Call {
  act: Act;
  ids: readonly number[];
  nonce: number;
  gasLimit: number;
  gasPrice: GasPrice;
}

/**
 * What a node says to a transaction. `taken`: it has it; `used`: another one of the same nonce is mined; `underpriced`: it wants a higher
 * price; `unfunded`: the key can't pay for the gas; `later`: no room now, or it lacks an earlier nonce; `refused`: anything else.
 */
export type SendAnswer = { type: 'taken' | 'used' | 'underpriced' | 'later' } | { type: 'unfunded' | 'refused'; problem: string };

/** What became of a transaction that was mined. */
export interface Mined {
  state: 'mined' | 'reverted';
  block: number;
}

/** Port: pushes the buttons. Each throws `NODE_UNREACHABLE` when the node does not answer, or has had enough of us. */
export interface Buttons {
  /** The runner's key. */
  readonly address: string;
  /** Number of the key's transactions that are mined: the next nonce by the chain. */
  minedCount(): Promise<number>;
  /** Most gas in a block. */
  blockGas(): Promise<number>;
  /** The price of a first try: the deployment's, or the node's suggestion. */
  price(): Promise<GasPrice>;
  /** What the node suggests now. */
  suggestedPrice(): Promise<GasPrice>;
  /** Wei that the key holds. */
  balance(): Promise<bigint>;
  /** Why the contract would refuse; undefined when it would not. */
  refusal(act: Act, ids: readonly number[], gasLimit: number): Promise<string | undefined>;
  /** Signs without sending. */
  sign(call: Call): Promise<{ raw: string; txHash: string }>;
  /** Sends what was signed; harmless when the node has it already. */
  send(raw: string): Promise<SendAnswer>;
  /** undefined: not mined, as far as the node knows. */
  outcome(txHash: string): Promise<Mined | undefined>;
}

/** Something that is not tried before its time. `fees` has id 0. */
export interface Hold {
  kind: 'member' | 'table' | 'fees';
  id: number;
  reason: string;
  /** The payout account that was refused; empty for tables. */
  account: string;
  /** Failures in a row. */
  failures: number;
  /** Unix seconds of the first of them, and of the next try. */
  since: number;
  until: number;
  /** The block at which it failed last: a success after it ends the hold. */
  block: number;
}

/** What the index says that a transaction did. Amounts in base units. */
export interface Effects {
  distributed: { tableId: number; sales: string; royalties: string; given: string }[];
  paid: DueMember[];
  /** Transfers that the token refused. */
  refused: DueMember[];
  fees: DueMember[];
}

/** Port: the runner's diary and outbox. */
export interface Diary {
  /** Ends runs that a crash cut off, and lets go of what another key than `sender` signed. */
  closeInterrupted(now: number, sender: string): Promise<void>;
  /** Begins a run that has something to send; returns its id. */
  openRun(startedAt: number): Promise<number>;
  closeRun(id: number, now: number, problem: { code: string; message: string } | null): Promise<void>;
  /** Notes that a run failed without a transaction; when the run before failed for the same reason, that one counts on. */
  noteFailure(startedAt: number, now: number, problem: { code: string; message: string }): Promise<void>;
  /** Transactions of a key whose end is not known, oldest first. */
  openTransactions(sender: string): Promise<OutboxEntry[]>;
  /** The highest nonce of a key that the index has confirmed; -1: none. */
  lastNonce(sender: string): Promise<number>;
  /** Writes a signed transaction down, before it is sent. */
  addTransaction(runId: number, sender: string, entry: Omit<OutboxEntry, 'id'>): Promise<OutboxEntry>;
  /** Notes in one step which transaction of a nonce was mined, which were not, and what is held back after it. */
  closeNonce(end: {
    winner?: { id: number; state: 'confirmed' | 'reverted'; block: number };
    losers: readonly number[];
    holds: readonly Hold[];
  }): Promise<void>;
  /** Holds that count, those over their time too. */
  holds(): Promise<Hold[]>;
  hold(holds: readonly Hold[]): Promise<void>;
}

/** Fees that wait, in base units, and when some were paid last (Unix seconds). */
export interface FeesDue {
  waiting: string;
  /** The member that gets them; 0: none is named. */
  memberId: number;
  account: string;
  lastPaidAt: number | null;
}

/** Port: what the index says is due and done; it holds final blocks only. */
export interface Dues {
  tables(): Promise<DueTable[]>;
  members(now: number): Promise<DueMember[]>;
  fees(): Promise<FeesDue>;
  /** What transactions that were mined in these blocks did. */
  effects(transactions: readonly { txHash: string; block: number }[]): Promise<Effects>;
  /** Payout accounts by member. */
  accounts(memberIds: readonly number[]): Promise<Map<number, string>>;
  /** Resolves when the index has reached a block. Throws `INDEX_STUCK`. */
  reached(block: number): Promise<void>;
  /** Resolves with it when the index has reached the latest final block. Throws `INDEX_STUCK`, `NODE_UNREACHABLE`. */
  caughtUp(): Promise<number>;
}

/** Port: both sides' view of the money, at the block of the index. */
export interface Audit {
  views(tableIds: readonly number[], memberIds: readonly number[]): Promise<{ index: IndexView; contracts: ContractView }>;
}

/** Port: time. */
export interface Clock {
  /** Unix seconds: the later of ours and the chain's, for an idle chain makes no blocks. */
  now(): number;
  /** Milliseconds that only grow. */
  ms(): number;
  pause(ms: number): Promise<void>;
}

/** What an operator decides. */
export interface PayoutSettings {
  /** Most gas in a transaction, unless half a block is less or one table takes more. */
  gasPerTransaction: number;
  /** Seconds after which a transaction that is not mined is replaced by a dearer one. */
  stuckSeconds: number;
  /** Least seconds from one payment of fees to the next; 0: the runner pays none. */
  feesSeconds: number;
}
