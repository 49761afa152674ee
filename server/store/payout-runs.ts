import { type Kysely, type Selectable, sql } from 'kysely';
import { among, type IdPage } from './page.js';
import type { Database } from './schema.js';

/** What a transaction offers per gas, in wei. */
type GasPrice = { type: 'legacy'; price: bigint } | { type: 'market'; price: bigint; priority: bigint };

/** A transaction in the outbox. */
export interface OutboxTransaction {
  id: number;
  act: 'distribute' | 'payOut' | 'payFees';
  ids: number[];
  nonce: number;
  raw: string;
  txHash: string;
  gasLimit: number;
  gasPrice: GasPrice;
  /** Unix seconds. */
  signedAt: number;
}

/** Something that is held back; see the migration. */
export type HoldRow = Selectable<Database['payout_holds']>;

type Problem = { code: string; message: string };

/**
 * The payout runner's diary and outbox.
 *
 * @param db - The store.
 */
export function createPayoutDiary(db: Kysely<Database>) {
  return {
    /** Ends runs that a crash cut off, and lets go of what another key signed; `now` in Unix seconds. */
    async closeInterrupted(now: number, sender: string): Promise<void> {
      await db
        .updateTable('payout_transactions')
        .set({ state: 'superseded' })
        .where('state', '=', 'open')
        .where('sender', 'not in', [sender, ''])
        .execute();
      await db
        .updateTable('payout_runs')
        .set({
          finished_at: now,
          state: 'failed',
          problem: 'interrupted; the next run went on with its transactions',
          problem_code: 'INTERRUPTED',
        })
        .where('state', '=', 'running')
        .execute();
    },
    /** Begins a run; returns its id. */
    async openRun(startedAt: number): Promise<number> {
      const row = await db
        .insertInto('payout_runs')
        .values({ started_at: startedAt, finished_at: null, state: 'running', problem: null, problem_code: null })
        .returning('id')
        .executeTakeFirstOrThrow();
      return row.id;
    },
    /** Ends a run. */
    async closeRun(id: number, now: number, problem: Problem | null): Promise<void> {
      await db
        .updateTable('payout_runs')
        .set({ finished_at: now, ...failureOf(problem) })
        .where('id', '=', id)
        .execute();
    },
    /** Notes a run that failed without a transaction: on the last run, when that failed for the same reason. */
    async noteFailure(startedAt: number, now: number, problem: Problem): Promise<void> {
      const last = await db.selectFrom('payout_runs').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
      const failure = { finished_at: now, ...failureOf(problem) };
      if (last?.state === 'failed' && last.problem_code === problem.code) {
        const repeats = last.repeats + 1;
        await db
          .updateTable('payout_runs')
          .set({ ...failure, repeats })
          .where('id', '=', last.id)
          .execute();
      } else {
        await db
          .insertInto('payout_runs')
          .values({ started_at: startedAt, ...failure })
          .execute();
      }
    },
    /** Transactions that a key has signed and whose end is not known, oldest first. Before there were lanes, no sender was noted. */
    async openTransactions(sender: string): Promise<OutboxTransaction[]> {
      const rows = await db
        .selectFrom('payout_transactions')
        .selectAll()
        .where('state', '=', 'open')
        .where('sender', 'in', [sender, ''])
        .orderBy('id')
        .execute();
      return rows.map(toOutbox);
    },
    /** The highest nonce of a key that ended in a block which the index has; -1: none. */
    async lastNonce(sender: string): Promise<number> {
      const row = await db
        .selectFrom('payout_transactions')
        .select('nonce')
        .where('sender', '=', sender)
        .where('block', 'is not', null)
        .orderBy('nonce', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.nonce ?? -1;
    },
    /** Writes a signed transaction down before it is sent. */
    async addTransaction(runId: number, sender: string, one: Omit<OutboxTransaction, 'id'>): Promise<OutboxTransaction> {
      const { gasPrice } = one;
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
          sender,
          gas_limit: one.gasLimit,
          gas_price: gasPrice.price.toString(),
          priority_price: gasPrice.type === 'market' ? gasPrice.priority.toString() : null,
          signed_at: one.signedAt,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { ...one, id: row.id };
    },
    /** Notes in one step how the transactions of a nonce ended, and what is held back after it. */
    async closeNonce(end: {
      winner?: { id: number; state: 'confirmed' | 'reverted'; block: number };
      losers: readonly number[];
      holds: readonly HoldRow[];
    }): Promise<void> {
      const { winner, losers, holds } = end;
      await db.transaction().execute(async (transaction) => {
        if (winner !== undefined) {
          const { id, state, block } = winner;
          await transaction.updateTable('payout_transactions').set({ state, block }).where('id', '=', id).execute();
        }
        if (losers.length > 0) {
          const state = 'superseded' as const;
          await transaction.updateTable('payout_transactions').set({ state }).where(among('id', losers)).execute();
        }
        await writeHolds(transaction, holds);
      });
    },
    holds: () => listHolds(db),
    hold: (holds: readonly HoldRow[]) => writeHolds(db, holds),
  };
}

function failureOf(problem: Problem | null) {
  return problem === null
    ? { state: 'done' as const, problem: null, problem_code: null }
    : { state: 'failed' as const, problem: problem.message, problem_code: problem.code };
}

function toOutbox(row: Selectable<Database['payout_transactions']>): OutboxTransaction {
  const { id, act, ids, nonce, raw } = row;
  const price = BigInt(row.gas_price);
  const gasPrice: GasPrice =
    row.priority_price === null ? { type: 'legacy', price } : { type: 'market', price, priority: BigInt(row.priority_price) };
  return { id, act, ids, nonce, raw, txHash: row.tx_hash, gasLimit: row.gas_limit, gasPrice, signedAt: row.signed_at };
}

async function writeHolds(db: Kysely<Database>, holds: readonly HoldRow[]): Promise<void> {
  for (const { kind, id, ...values } of holds) {
    await db
      .insertInto('payout_holds')
      .values({ kind, id, ...values })
      .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(values))
      .execute();
  }
}

/**
 * What is held back: what has failed and not succeeded since, at the account that it failed at.
 *
 * @param db - The store.
 */
export async function listHolds(db: Kysely<Database>): Promise<HoldRow[]> {
  const { rows } = await sql<HoldRow>`select h.* from payout_holds h
    where case h.kind
      when 'member' then
        exists (select 1 from members m where m.id = h.id and m.payout_account = h.account)
        and not exists (select 1 from payouts p where p.member_id = h.id and p.kind = 'credit' and not p.failed and p.block > h.block)
      when 'table' then not exists (select 1 from distributions d where d.table_id = h.id and d.block > h.block)
      else
        exists (select 1 from members m join books b on b.consortium_id = m.id where m.payout_account = h.account)
        and not exists (select 1 from payouts p where p.kind = 'fee' and p.block > h.block)
      end
    order by h.kind, h.id`.execute(db);
  return rows;
}

/**
 * Payout runs, newest first, each with its transactions.
 *
 * @param db - The store.
 * @param page - Before which run, 0 for the newest; at most so many.
 */
export async function listPayoutRuns(db: Kysely<Database>, page: IdPage) {
  const runs = await db
    .selectFrom('payout_runs')
    .selectAll()
    .$if(page.after > 0, (query) => query.where('id', '<', page.after))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
  if (runs.length === 0) return [];
  const ids = runs.map((run) => run.id);
  const transactions = await db
    .selectFrom('payout_transactions')
    .select(['run_id', 'act', 'ids', 'nonce', 'tx_hash', 'state', 'block', 'gas_limit', 'gas_price', 'signed_at'])
    .where(among('run_id', ids))
    .orderBy('id')
    .execute();
  const byRun = Map.groupBy(transactions, (one) => one.run_id);
  return runs.map((run) => ({ ...run, transactions: byRun.get(run.id) ?? [] }));
}

/**
 * One payout run with its transactions.
 *
 * @param db - The store.
 * @param id - The run.
 */
export async function findPayoutRun(db: Kysely<Database>, id: number) {
  const [run] = await listPayoutRuns(db, { after: id + 1, limit: 1 });
  return run?.id === id ? run : undefined;
}

/**
 * What transactions did, by the events that they left, in the order of the chain. Amounts are decimal strings in base units.
 *
 * @param db - The store.
 * @param transactions - With the blocks that hold them.
 */
export async function findEffects(db: Kysely<Database>, transactions: readonly { txHash: string; block: number }[]) {
  const blocks = [...new Set(transactions.map((one) => one.block))].map(String);
  const hashes = transactions.map((one) => one.txHash);
  const ours = sql`e.block = any(${blocks}::bigint[]) and e.tx_hash = any(${hashes}::text[])`;
  const distributed = await sql<{ table_id: number; sales: string; royalties: string; given: string }>`
    select d.table_id,
      d.sales_settled - coalesce(before.sales_settled, 0) as sales,
      d.royalties_settled - coalesce(before.royalties_settled, 0) as royalties,
      (select coalesce(sum(l.amount), 0) from distribution_lines l where l.block = d.block and l.log_index = d.log_index) as given
    from events e
    join distributions d on d.block = e.block and d.log_index = e.log_index
    left join lateral (
      select b.sales_settled, b.royalties_settled from distributions b
      where b.table_id = d.table_id and (b.block, b.log_index) < (d.block, d.log_index)
      order by b.block desc, b.log_index desc limit 1
    ) before on true
    where ${ours} and e.type = 'Distributed' order by e.block, e.log_index`.execute(db);
  const payouts = await sql<{ kind: 'credit' | 'fee'; member_id: number; account: string; amount: string; failed: boolean }>`
    select p.kind, p.member_id, p.account, p.amount, p.failed
    from events e join payouts p on p.block = e.block and p.log_index = e.log_index
    where ${ours} and e.type in ('PaidOut', 'PayoutFailed', 'FeesPaid') order by e.block, e.log_index`.execute(db);
  const transfers = (kind: 'credit' | 'fee', failed: boolean) =>
    payouts.rows
      .filter((row) => row.kind === kind && row.failed === failed)
      .map(({ member_id, account, amount }) => ({ memberId: member_id, account, amount }));
  return {
    distributed: distributed.rows.map(({ table_id, ...sums }) => ({ tableId: table_id, ...sums })),
    paid: transfers('credit', false),
    refused: transfers('credit', true),
    fees: transfers('fee', false),
  };
}
