import { LedgerError } from '../../sdk/errors.js';
import { type DueTable, MEMBERS_PER_TRANSACTION, planDistribution, planPayouts, TABLES_PER_TRANSACTION } from './payout-plan.js';
import { type ContractView, type IndexView, reconcile } from './reconciliation.js';

/** The two public buttons. */
export type Act = 'distribute' | 'payOut';

/** A signed transaction in the outbox. */
export interface OutboxEntry {
  id: number;
  act: Act;
  ids: number[];
  nonce: number;
  raw: string;
  txHash: string;
}

/** What became of a transaction. */
export type Outcome = { state: 'mined' | 'reverted'; block: number } | { state: 'waiting' } | { state: 'superseded' };

/** Port: pushes the buttons. */
export interface Buttons {
  /** Signs without sending; throws when the contract would refuse. */
  sign(act: Act, ids: readonly number[]): Promise<{ nonce: number; raw: string; txHash: string }>;
  /** Sends what was signed; harmless when the node has it already. Throws a {@link LedgerError} when the node will not take it. */
  send(raw: string): Promise<void>;
  outcome(txHash: string, nonce: number): Promise<Outcome>;
}

/** Port: the runner's diary and outbox. */
export interface Diary {
  openRun(now: number): Promise<number>;
  closeRun(id: number, now: number, problem: string | null): Promise<void>;
  dropRun(id: number): Promise<void>;
  openTransactions(): Promise<OutboxEntry[]>;
  addTransaction(runId: number, entry: Omit<OutboxEntry, 'id'>): Promise<OutboxEntry>;
  closeTransaction(id: number, state: 'confirmed' | 'reverted' | 'superseded', block: number | null): Promise<void>;
}

/** Port: what the index says is due; it holds final blocks only. */
export interface Dues {
  tables(): Promise<DueTable[]>;
  members(now: number): Promise<number[]>;
  /** Resolves when the index has reached a block. */
  reached(block: number): Promise<void>;
  /** Resolves when the index has reached the latest final block. */
  caughtUp(): Promise<void>;
}

/** Port: both sides' view of the money, at the block of the index. */
export interface Audit {
  views(tableIds: readonly number[], memberIds: readonly number[]): Promise<{ index: IndexView; contracts: ContractView }>;
}

/** What the runner needs. */
export interface RunnerPorts {
  buttons: Buttons;
  diary: Diary;
  dues: Dues;
  audit: Audit;
  /** Unix seconds. */
  now(): number;
  pause(ms: number): Promise<void>;
}

/** What a run did. */
export interface RunReport {
  distributed: number[];
  paid: number[];
}

const LOOK_AGAIN_MS = 100;
/** Looks before a transaction counts as stuck, and looks before it is sent again. */
const MOST_LOOKS = 600;
const LOOKS_BETWEEN_SENDS = 50;

/**
 * Makes the function that runs payouts once: finish what is open, distribute what is due, pay whom it is due, and reconcile. One
 * transaction at a time; each is written down before it is sent and confirmed by the index. Sending twice is harmless: the contract decides.
 *
 * @param ports - What the runner needs.
 * @returns A function that reports the tables and members of the run.
 * @throws `RECONCILIATION_FAILED` with the differences; `CHAIN_REFUSED` when a transaction is stuck or refused.
 */
export function createPayoutRunner(ports: RunnerPorts): () => Promise<RunReport> {
  const { buttons, diary, dues, audit } = ports;
  let suspects: RunReport = { distributed: [], paid: [] };

  const send = async (entry: OutboxEntry): Promise<void> => {
    try {
      await buttons.send(entry.raw);
    } catch (error) {
      // The node will never take it: the next run signs anew. Both may end up mined, which is harmless.
      if (error instanceof LedgerError) await diary.closeTransaction(entry.id, 'superseded', null);
      throw error;
    }
  };

  /** Waits for a transaction's end; returns the refusal when it was mined in vain. */
  const settle = async (entry: OutboxEntry): Promise<LedgerError | undefined> => {
    for (let look = 0; look < MOST_LOOKS; look++) {
      const outcome = await buttons.outcome(entry.txHash, entry.nonce);
      switch (outcome.state) {
        case 'mined':
          await dues.reached(outcome.block);
          await diary.closeTransaction(entry.id, 'confirmed', outcome.block);
          return undefined;
        case 'reverted':
          await diary.closeTransaction(entry.id, 'reverted', outcome.block);
          return new LedgerError('CHAIN_REFUSED', { problem: `transaction ${entry.txHash} was reverted.` });
        case 'superseded':
          await diary.closeTransaction(entry.id, 'superseded', null);
          return undefined;
        case 'waiting':
          if (look % LOOKS_BETWEEN_SENDS === 0) await send(entry);
          await ports.pause(LOOK_AGAIN_MS);
      }
    }
    throw new LedgerError('CHAIN_REFUSED', { problem: `transaction ${entry.txHash} is not mined after a minute.` });
  };

  const attempt = async (runId: number, act: Act, ids: readonly number[]): Promise<LedgerError | undefined> => {
    let signed: Awaited<ReturnType<Buttons['sign']>>;
    try {
      signed = await buttons.sign(act, ids);
    } catch (error) {
      if (error instanceof LedgerError) return error;
      throw error;
    }
    return settle(await diary.addTransaction(runId, { act, ids: [...ids], ...signed }));
  };

  /**
   * Pushes a batch. One that the contract refuses is tried in halves, so that one bad id never blocks the others; one that is stuck ends
   * the run, for its nonce is taken. Returns the refusals.
   */
  const push = async (runId: number, act: Act, ids: readonly number[]): Promise<LedgerError[]> => {
    const refusal = await attempt(runId, act, ids);
    if (refusal === undefined) return [];
    if (ids.length === 1) return [refusal];
    const half = Math.ceil(ids.length / 2);
    return [...(await push(runId, act, ids.slice(0, half))), ...(await push(runId, act, ids.slice(half)))];
  };

  const pushAll = async (runId: number, act: Act, batches: readonly number[][]): Promise<LedgerError[]> => {
    const refusals: LedgerError[] = [];
    for (const ids of batches) refusals.push(...(await push(runId, act, ids)));
    return refusals;
  };

  /** What was touched is compared in every run until a comparison agrees, also when a run ends early. */
  const suspect = (touched: RunReport): void => {
    suspects = {
      distributed: [...new Set([...suspects.distributed, ...touched.distributed])],
      paid: [...new Set([...suspects.paid, ...touched.paid])],
    };
  };

  const run = async (runId: number): Promise<RunReport> => {
    await dues.caughtUp();
    for (const entry of await diary.openTransactions()) await settle(entry);
    const distribution = planDistribution(await dues.tables(), TABLES_PER_TRANSACTION);
    suspect({ distributed: distribution.flat(), paid: [] });
    const refusals = await pushAll(runId, 'distribute', distribution);
    const payouts = planPayouts(await dues.members(ports.now()), MEMBERS_PER_TRANSACTION);
    suspect({ distributed: [], paid: payouts.flat() });
    refusals.push(...(await pushAll(runId, 'payOut', payouts)));

    await requireReconciled(audit, suspects);
    suspects = { distributed: [], paid: [] };
    if (refusals[0] !== undefined) throw refusals[0];
    return { distributed: distribution.flat(), paid: payouts.flat() };
  };

  return async () => {
    const runId = await diary.openRun(ports.now());
    try {
      const report = await run(runId);
      if (report.distributed.length + report.paid.length === 0) await diary.dropRun(runId);
      else await diary.closeRun(runId, ports.now(), null);
      return report;
    } catch (error) {
      await diary.closeRun(runId, ports.now(), (error as Error).message);
      throw error;
    }
  };
}

async function requireReconciled(audit: Audit, report: RunReport): Promise<void> {
  const { index, contracts } = await audit.views(report.distributed, report.paid);
  const differences = reconcile(index, contracts);
  if (differences.length === 0) return;
  const sentences = differences.map((one) => `${one.what}: index ${one.index}, contracts ${one.contracts}`);
  throw new LedgerError('RECONCILIATION_FAILED', { differences: sentences.join('; ') });
}
