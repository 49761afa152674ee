import type { Kysely } from 'kysely';
import { beyond, type Place, type PlacePage } from './page.js';
import type { Database } from './schema.js';

/** Which payouts; all conditions hold at once. */
export interface PayoutFilter {
  memberId?: number | undefined;
  failed?: boolean | undefined;
  kind?: 'credit' | 'fee' | undefined;
}

/**
 * Payouts in the order of the chain.
 *
 * @param db - The store.
 * @param filter - Which payouts.
 * @param page - Which ones.
 */
export function listPayouts(db: Kysely<Database>, filter: PayoutFilter, page: PlacePage) {
  let query = db.selectFrom('payouts').selectAll().where(beyond('payouts', page));
  if (filter.memberId !== undefined) query = query.where('member_id', '=', filter.memberId);
  if (filter.failed !== undefined) query = query.where('failed', '=', filter.failed);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  return query.orderBy('block', page.order).orderBy('log_index', page.order).limit(page.limit).execute();
}

/**
 * Where a member was last paid its credit before a place: the lines of the next payout begin there.
 *
 * @param db - The store.
 * @param memberId - The member.
 * @param place - Exclusive.
 */
export function findPayoutBefore(db: Kysely<Database>, memberId: number, place: Place) {
  return db
    .selectFrom('payouts')
    .select(['block', 'log_index'])
    .where('member_id', '=', memberId)
    .where('kind', '=', 'credit')
    .where('failed', '=', false)
    .where(beyond('payouts', { after: place, order: 'desc', limit: 1 }))
    .orderBy('block', 'desc')
    .orderBy('log_index', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Distributions in the order of the chain, each with what every payee got.
 *
 * @param db - The store.
 * @param filter - Of one table, of one dataset, or all.
 * @param page - Which ones.
 */
export async function listDistributions(
  db: Kysely<Database>,
  filter: { tableId?: number | undefined; datasetId?: number | undefined },
  page: PlacePage,
) {
  let query = db
    .selectFrom('distributions as d')
    .innerJoin('versions', 'versions.id', 'd.table_id')
    .select(['d.block_hash', 'd.log_index', 'd.block', 'd.block_time', 'd.tx_hash'])
    .select(['d.table_id', 'd.sales_settled', 'd.royalties_settled', 'versions.dataset_id'])
    .where(beyond('d', page));
  if (filter.tableId !== undefined) query = query.where('d.table_id', '=', filter.tableId);
  if (filter.datasetId !== undefined) query = query.where('versions.dataset_id', '=', filter.datasetId);
  const rows = await query.orderBy('d.block', page.order).orderBy('d.log_index', page.order).limit(page.limit).execute();
  if (rows.length === 0) return [];
  const lines = await db
    .selectFrom('distribution_lines')
    .select(['block_hash', 'log_index', 'kind', 'payee_id', 'amount'])
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('block_hash', 'log_index'),
        'in',
        rows.map((row) => tuple(row.block_hash, row.log_index)),
      ),
    )
    .orderBy('position')
    .execute();
  const linesOf = Map.groupBy(lines, (line) => `${line.block_hash} ${line.log_index}`);
  return rows.map((row) => ({ ...row, lines: linesOf.get(`${row.block_hash} ${row.log_index}`) ?? [] }));
}
