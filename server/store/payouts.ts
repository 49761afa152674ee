import { type Kysely, sql } from 'kysely';
import { amongPlaces, beyond, type IdPage, type Place, type PlacePage, within } from './page.js';
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
 * Payouts by their places, as `block.logIndex`.
 *
 * @param db - The store.
 * @param places - Where they stand.
 */
export async function findPayouts(db: Kysely<Database>, places: readonly string[]) {
  const rows = await db.selectFrom('payouts').selectAll().where(amongPlaces('payouts', places)).execute();
  return new Map(rows.map((row) => [placeOf(row), row]));
}

/** Where a row stands, as one text. */
function placeOf(row: { block: number; log_index: number }): string {
  return `${row.block}.${row.log_index}`;
}

/**
 * What makes up payouts of credit: the distributions that credited the member since it was paid before, oldest first.
 *
 * @param db - The store.
 * @param places - Where the payouts stand, as `block.logIndex`.
 */
export async function listLinesOfPayouts(db: Kysely<Database>, places: readonly string[]) {
  const { rows } = await sql<PayoutLine>`
    select p.block || '.' || p.log_index as payout, line.block, line.log_index, line.table_id, versions.dataset_id, line.amount
    from payouts p
    left join lateral (
      select b.block, b.log_index from payouts b
      where b.member_id = p.member_id and b.kind = 'credit' and not b.failed and (b.block, b.log_index) < (p.block, p.log_index)
      order by b.block desc, b.log_index desc limit 1
    ) as before on true
    cross join lateral (
      select l.block, l.log_index, l.table_id, l.amount from distribution_lines l
      where l.kind = 'originator' and l.payee_id = p.member_id and (l.block, l.log_index) < (p.block, p.log_index)
        and (l.block, l.log_index) > (coalesce(before.block, -1), coalesce(before.log_index, -1)) offset 0
    ) as line
    join versions on versions.id = line.table_id
    where ${amongPlaces('p', places)}
    order by line.block, line.log_index`.execute(db);
  return Map.groupBy(rows, (row) => row.payout);
}

/** A line of a payout. */
interface PayoutLine {
  payout: string;
  block: number;
  log_index: number;
  table_id: number;
  dataset_id: number;
  amount: string;
}

/** What a distribution `d` passed on: its running total less that of the one before, `b`. */
const passedOn = (total: 'sales_settled' | 'royalties_settled') =>
  sql<string>`d.${sql.ref(total)} - coalesce(b.${sql.ref(total)}, 0)`;

/** The distribution of the same table before a distribution `d`. */
const before = sql<{ sales_settled: string; royalties_settled: string }>`(
  select sales_settled, royalties_settled from distributions where table_id = d.table_id and (block, log_index) < (d.block, d.log_index)
  order by block desc, log_index desc limit 1)`;

/**
 * Distributions in the order of the chain, each with what it passed on and what every payee got.
 *
 * @param db - The store.
 * @param filter - Of one table, of one dataset, at one place, or all.
 * @param page - Which ones.
 */
export async function listDistributions(
  db: Kysely<Database>,
  filter: { tableId?: number | undefined; datasetId?: number | undefined; place?: Place },
  page: PlacePage,
) {
  let some = db
    .selectFrom('distributions')
    .innerJoin('versions', 'versions.id', 'distributions.table_id')
    .selectAll('distributions')
    .select('versions.dataset_id')
    .where(beyond('distributions', page));
  if (filter.tableId !== undefined) some = some.where('distributions.table_id', '=', filter.tableId);
  if (filter.datasetId !== undefined) some = some.where('versions.dataset_id', '=', filter.datasetId);
  if (filter.place !== undefined)
    some = some.where(amongPlaces('distributions', [`${filter.place.block}.${filter.place.logIndex}`]));
  some = some.orderBy('distributions.block', page.order).orderBy('distributions.log_index', page.order).limit(page.limit);
  const rows = await db
    .selectFrom(some.as('d'))
    .leftJoinLateral(before.as('b'), (join) => join.onTrue())
    .select(['d.log_index', 'd.block', 'd.block_time', 'd.tx_hash', 'd.table_id', 'd.sales_settled', 'd.royalties_settled'])
    .select(['d.dataset_id', passedOn('sales_settled').as('sales'), passedOn('royalties_settled').as('royalties')])
    .orderBy('d.block', page.order)
    .orderBy('d.log_index', page.order)
    .execute();
  if (rows.length === 0) return [];
  const lines = await db
    .selectFrom('distribution_lines')
    .select(['block', 'log_index', 'kind', 'payee_id', 'amount'])
    .where(amongPlaces('distribution_lines', rows.map(placeOf)))
    .orderBy('position')
    .execute();
  const linesOf = Map.groupBy(lines, placeOf);
  return rows.map((row) => ({ ...row, lines: linesOf.get(placeOf(row)) ?? [] }));
}

/**
 * Where a table was last distributed before a place: the next distribution passes on what came in after it.
 *
 * @param db - The store.
 * @param tableId - The table.
 * @param place - Exclusive.
 */
export function findDistributionBefore(db: Kysely<Database>, tableId: number, place: Place) {
  return db
    .selectFrom('distributions')
    .select(['block', 'log_index'])
    .where('table_id', '=', tableId)
    .where(beyond('distributions', { after: place, order: 'desc', limit: 1 }))
    .orderBy('block', 'desc')
    .orderBy('log_index', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Royalties that a table got between two places, by the distribution that gave them.
 *
 * @param db - The store.
 * @param tableId - The table.
 * @param between - Both exclusive.
 */
export function listReceived(db: Kysely<Database>, tableId: number, between: { from: Place; to: Place }) {
  return db
    .selectFrom('distribution_lines as line')
    .innerJoin('versions', 'versions.id', 'line.table_id')
    .select(['line.block', 'line.log_index', 'line.table_id', 'versions.dataset_id', 'line.amount'])
    .where('line.kind', '=', 'royalty')
    .where('line.payee_id', '=', tableId)
    .where('line.amount', '>', '0')
    .where(within('line', between))
    .orderBy('line.block')
    .orderBy('line.log_index')
    .execute();
}

/**
 * What came in and went out by day, in base units.
 *
 * @param db - The store.
 * @param page - Which days; an id is a day since 1970 (UTC).
 */
export function listDays(db: Kysely<Database>, page: IdPage) {
  const { after, limit } = page;
  return db
    .selectFrom('days')
    .select(['day as id', 'collected', 'fees', 'refunded', 'paid_out'])
    .select((eb) => eb.cast<number>('sales', 'bigint').as('sales'))
    .where('day', '>', after)
    .orderBy('day')
    .limit(limit)
    .execute();
}
