import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { LedgerError } from '../../sdk/errors.js';
import { paysFees } from './fee-plan.js';
import { heldNow } from './holds.js';
import type { MoneyReads, PayoutRunRow } from './money-reads.js';
import { nameMembers } from './names.js';
import { byId, type IdPage, type PageOf, toPage } from './page.js';
import { type Batch, gasOf, idsOf, planDistribution, planPayouts, tablesToDistribute } from './payout-plan.js';
import type { MemberReads } from './reads.js';

type Reads = MemberReads & MoneyReads;

/**
 * What a payout run would do now; nothing is sent. Amounts are decimal strings in base units, times Unix seconds:
 *
 * - `distribute`, `payOut`: ids by transaction, ready for the contract; `batches` says the same with the act and the gas limit of each, in the
 *   order in which they are sent, the payment of fees with it.
 * - `tables`: what moves on from which table; `fed` ones also get royalties from others of this run.
 * - `members`: who is paid how much, and where. What this run's distributions credit comes on top, once they are indexed.
 * - `fees`: what waits for whom, when some was paid last, and whether a run pays them now.
 * - `heldBack`: what failed and has not succeeded since: why, how often, since when, and until when it is not tried (`waits`).
 *
 * @param reads - At one block.
 * @param now - Unix seconds.
 */
export async function viewPlan(reads: Reads, now: number): Promise<AnswerOf<'plan'>> {
  const { gasPerTransaction, feesSeconds } = reads.payoutLimits();
  const holds = await reads.listHolds();
  const tables = tablesToDistribute(await reads.listDueTables(), heldNow(holds, 'table', now));
  const heldMembers = heldNow(holds, 'member', now);
  const due = await reads.listDueMembers(now);
  const members = due.filter((one) => !heldMembers.has(one.memberId));
  const fees = await reads.readFeesDue();
  const push = !heldNow(holds, 'fees', now).has(0) && paysFees(fees, { feesSeconds }, now);
  const distribute = planDistribution(tables, gasPerTransaction);
  const memberIds = members.map((one) => one.memberId);
  const payOut = planPayouts(memberIds, gasPerTransaction);
  const feeBatches: Batch[] = push ? [{ act: 'payFees', items: [] }] : [];
  const named = await nameMembers(
    reads,
    [...due, fees].map((one) => one.memberId),
  );
  const nameOf = (memberId: number) => named(memberId).legalName;
  const waiting = new Map(due.map((one) => [one.memberId, one.amount]));
  return {
    gasPerTransaction,
    distribute: distribute.map(idsOf),
    payOut: payOut.map(idsOf),
    batches: [...distribute, ...payOut, ...feeBatches].map((one) => ({ act: one.act, ids: idsOf(one), gas: gasOf(one) })),
    tables: tables.map(({ tableId, sales, royalties, fed }) => ({ tableId, sales, royalties, fed })),
    members: members.map((one) => ({ ...one, legalName: nameOf(one.memberId) })),
    fees: { ...fees, legalName: nameOf(fees.memberId), push },
    heldBack: holds.map(({ block: _, ...hold }) => ({
      ...hold,
      waits: hold.until > now,
      ...(hold.kind === 'member' && { amount: waiting.get(hold.id) ?? '0', legalName: nameOf(hold.id) }),
      ...(hold.kind === 'fees' && { amount: fees.waiting }),
    })),
  };
}

/**
 * The service's payout runs, newest first, a page, with what was planned for each transaction; {@link viewRun} says what really happened.
 *
 * @param reads - At one block.
 * @param page - Before which run.
 */
export function viewRuns(reads: MoneyReads, page: IdPage): Promise<PageOf<AnswerOf<'payoutRuns'>>> {
  return toPage(
    page.limit,
    (limit) => reads.listPayoutRuns({ ...page, limit }),
    byId,
    (rows) => rows.map(toRun),
  );
}

/**
 * One payout run: its transactions, and by their indexed events what really happened. Amounts are decimal strings in base units:
 * `distributed` tables with the sales and royalties that moved on and the sum that payees got, `paid` members and `refused` ones with
 * amounts and accounts, `fees`.
 *
 * @param reads - At one block.
 * @param id - The run.
 * @throws `NOT_FOUND`.
 */
export async function viewRun(reads: Reads, id: number): Promise<AnswerOf<'payoutRun'>> {
  const run = await reads.findPayoutRun(id);
  if (run === undefined) throw new LedgerError('NOT_FOUND', { what: 'payout run', id });
  const mined = run.transactions.flatMap(({ tx_hash, block }) => (block === null ? [] : [{ txHash: tx_hash, block }]));
  const { distributed, paid, refused, fees } = await reads.findEffects(mined);
  const named = await nameMembers(
    reads,
    [...paid, ...refused, ...fees].map((one) => one.memberId),
  );
  const show = (list: typeof paid) => list.map((one) => ({ ...one, legalName: named(one.memberId).legalName }));
  return { ...toRun(run), distributed, paid: show(paid), refused: show(refused), fees: show(fees) };
}

function toRun(run: PayoutRunRow): AnswerOf<'payoutRuns'> {
  return {
    id: run.id,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    state: run.state,
    problem: run.problem,
    problemCode: run.problem_code,
    /** How often the same failure came again without a transaction; the last time is `finishedAt`. */
    repeats: run.repeats,
    transactions: run.transactions.map((one) => ({
      act: one.act,
      ids: one.ids,
      nonce: one.nonce,
      txHash: one.tx_hash,
      state: one.state,
      block: one.block,
      gasLimit: one.gas_limit,
      gasPrice: one.gas_price,
      signedAt: one.signed_at,
    })),
  };
}
