import { LedgerError } from '../../sdk/errors.js';
import { MEMBERS_PER_TRANSACTION, planDistribution, planPayouts, TABLES_PER_TRANSACTION } from './payout-plan.js';
import type { LedgerReads, Page } from './reads.js';

/**
 * A dataset's revenue, per payee table: what came in, what went on, and what floors left in the table for ever.
 *
 * @param reads - At one block.
 * @param id - The dataset.
 * @param page - Purchases to skip per table, and most purchases.
 * @throws `NOT_FOUND`.
 */
export async function viewRevenue(reads: LedgerReads, id: number, page: Page) {
  if ((await reads.findDataset(id)) === undefined) throw new LedgerError('NOT_FOUND', { what: 'dataset', id });
  const tableIds = await reads.listTableIds(id);
  return Promise.all(
    tableIds.map(async (tableId) => {
      const totals = await reads.findTotals(tableId);
      const purchases = await reads.listPurchases(tableId, page);
      const names = await reads.legalNames(purchases.map((row) => row.member_id));
      const settled = BigInt(totals.sales_done) + BigInt(totals.royalties_done);
      return {
        tableId,
        sales: { accrued: totals.sales_total, settled: totals.sales_done },
        royalties: { accrued: totals.royalties_total, settled: totals.royalties_done },
        given: totals.given,
        left: (settled - BigInt(totals.given)).toString(),
        purchases: purchases.map((row) => ({
          kind: row.kind,
          grantId: row.grant_id,
          buyer: { id: row.member_id, legalName: names.get(row.member_id) },
          gross: row.amount,
          block: row.block,
          time: row.block_time,
          txHash: row.tx_hash,
        })),
      };
    }),
  );
}

/**
 * What a payout run would do now.
 *
 * @param reads - At one block.
 * @param now - Unix seconds.
 * @returns Batches of ids, ready for `distribute` and `payOut`.
 */
export async function viewPlan(reads: LedgerReads, now: number) {
  return {
    distribute: planDistribution(await reads.listDueTables(), TABLES_PER_TRANSACTION),
    payOut: planPayouts(await reads.listDueMembers(now), MEMBERS_PER_TRANSACTION),
  };
}

/**
 * The service's payout runs, newest first.
 *
 * @param reads - At one block.
 * @param limit - Most runs.
 */
export async function viewRuns(reads: LedgerReads, limit: number) {
  const runs = await reads.listPayoutRuns(limit);
  return runs.map((run) => ({
    id: run.id,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    state: run.state,
    problem: run.problem,
    transactions: run.transactions.map(({ tx_hash, ...rest }) => ({ ...rest, txHash: tx_hash })),
  }));
}
