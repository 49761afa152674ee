import type { Kysely } from 'kysely';
import type { IdPage } from './page.js';
import type { Database } from './schema.js';

/** A transaction in the outbox. */
export interface OutboxTransaction {
  id: number;
  act: 'distribute' | 'payOut';
  ids: number[];
  nonce: number;
  raw: string;
  txHash: string;
}

/**
 * The payout runner's diary and outbox.
 *
 * @param db - The store.
 */
export function createPayoutDiary(db: Kysely<Database>) {
  return {
    /** Begins a run; returns its id. A run that a crash cut off is closed with it. `now` in Unix seconds. */
    async openRun(now: number): Promise<number> {
      await db
        .updateTable('payout_runs')
        .set({ finished_at: now, state: 'failed', problem: 'interrupted; the next run went on with its transactions' })
        .where('state', '=', 'running')
        .execute();
      const row = await db
        .insertInto('payout_runs')
        .values({ started_at: now, finished_at: null, state: 'running', problem: null })
        .returning('id')
        .executeTakeFirstOrThrow();
      return row.id;
    },
    /** Ends a run. */
    async closeRun(id: number, now: number, problem: string | null): Promise<void> {
      const state = problem === null ? 'done' : 'failed';
      await db.updateTable('payout_runs').set({ finished_at: now, state, problem }).where('id', '=', id).execute();
    },
    /** Drops a run that found nothing to do, so that an idle ledger's diary stays short. */
    async dropRun(id: number): Promise<void> {
      await db.deleteFrom('payout_runs').where('id', '=', id).execute();
    },
    /** Transactions that were signed and whose end is not known, oldest first. */
    async openTransactions(): Promise<OutboxTransaction[]> {
      const rows = await db.selectFrom('payout_transactions').selectAll().where('state', '=', 'open').orderBy('id').execute();
      return rows.map(({ id, act, ids, nonce, raw, tx_hash }) => ({ id, act, ids, nonce, raw, txHash: tx_hash }));
    },
    /** Writes a signed transaction down before it is sent. */
    async addTransaction(runId: number, one: Omit<OutboxTransaction, 'id'>): Promise<OutboxTransaction> {
      const row = await db
        .insertInto('payout_transactions')
        .values({
          run_id: runId,
          act: one.act,
          ids: JSON.stringify(one.ids),
          nonce: one.nonce,
          raw: one.raw,
          tx_hash: one.txHash,
          state: 'open',
          block: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { ...one, id: row.id };
    },
    /** Notes a transaction's end. */
    async closeTransaction(id: number, state: 'confirmed' | 'reverted' | 'superseded', block: number | null): Promise<void> {
      await db.updateTable('payout_transactions').set({ state, block }).where('id', '=', id).execute();
    },
  };
}

/**
 * Payout runs, newest first, each with its transactions.
 *
 * @param db - The store.
 * @param page - Before which run, at most so many.
 */
export async function listPayoutRuns(db: Kysely<Database>, page: IdPage) {
  let query = db.selectFrom('payout_runs').selectAll();
  if (page.after > 0) query = query.where('id', '<', page.after);
  const runs = await query.orderBy('id', 'desc').limit(page.limit).execute();
  if (runs.length === 0) return [];
  const transactions = await db
    .selectFrom('payout_transactions')
    .select(['run_id', 'act', 'ids', 'tx_hash', 'state', 'block'])
    .where(
      'run_id',
      'in',
      runs.map((run) => run.id),
    )
    .orderBy('id')
    .execute();
  return runs.map((run) => ({ ...run, transactions: transactions.filter((one) => one.run_id === run.id) }));
}
