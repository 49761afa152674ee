import { type Kysely, sql } from 'kysely';
import type { IdPage } from './page.js';
import type { Database } from './schema.js';

/**
 * A table's running totals; all zero when it never earned.
 *
 * @param db - The store.
 * @param tableId - The table.
 */
export async function findTotals(db: Kysely<Database>, tableId: number) {
  const row = await db.selectFrom('table_totals').selectAll().where('table_id', '=', tableId).executeTakeFirst();
  return row ?? { table_id: tableId, sales_total: '0', sales_done: '0', royalties_total: '0', royalties_done: '0', given: '0' };
}

/**
 * The running totals of the payee tables that a dataset's versions have introduced, by table.
 *
 * @param db - The store.
 * @param datasetId - The dataset.
 * @param page - Which ones.
 */
export function listTables(db: Kysely<Database>, datasetId: number, page: IdPage) {
  const total = (column: string) => sql<string>`coalesce(${sql.ref(`totals.${column}`)}, 0)`.as(column);
  return db
    .selectFrom('versions')
    .leftJoin('table_totals as totals', 'totals.table_id', 'versions.id')
    .select('versions.id as table_id')
    .select(['sales_total', 'sales_done', 'royalties_total', 'royalties_done', 'given'].map(total) as never)
    .$castTo<Awaited<ReturnType<typeof findTotals>>>()
    .where('versions.dataset_id', '=', datasetId)
    .whereRef('versions.table_id', '=', 'versions.id')
    .where('versions.id', '>', page.after)
    .orderBy('versions.id')
    .limit(page.limit)
    .execute();
}

/**
 * Tables with revenue to distribute, each with the tables that its royalties feed.
 *
 * @param db - The store.
 */
export async function listDueTables(db: Kysely<Database>): Promise<{ tableId: number; feeds: number[] }[]> {
  const due = await db
    .selectFrom('table_totals')
    .leftJoin('payees', (join) => join.onRef('payees.table_id', '=', 'table_totals.table_id').on('payees.kind', '=', 'royalty'))
    .select(['table_totals.table_id', 'payees.payee_id'])
    .where(sql<boolean>`sales_total <> sales_done or royalties_total <> royalties_done`)
    .orderBy('table_totals.table_id', 'desc')
    .execute();
  const feeds = new Map<number, number[]>();
  for (const { table_id, payee_id } of due) {
    const list = feeds.get(table_id) ?? [];
    if (payee_id !== null) list.push(payee_id);
    feeds.set(table_id, list);
  }
  return [...feeds].map(([tableId, fed]) => ({ tableId, feeds: fed }));
}

/**
 * Members that are due a payout which anyone may trigger: at least their minimum, or any credit when they are not active. Who is
 * frozen waits for the end of it, and who has revoked the key that is its payout account until it names another.
 *
 * @param db - The store.
 * @param now - Unix seconds.
 */
export async function listDueMembers(db: Kysely<Database>, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom('accounts')
    .innerJoin('members', 'members.id', 'accounts.member_id')
    .select('members.id')
    .where('members.frozen_until', '<=', now)
    .where(sql<boolean>`not exists (select 1 from member_keys k where k.address = payout_account and k.revoked)`)
    .where(sql<boolean>`credited > paid and (credited - paid >= payout_minimum or status <> 'active' or valid_until <= ${now})`)
    .orderBy('members.id')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * The ledger's totals as the index has them, in base units.
 *
 * @param db - The store.
 */
export async function readBooks(db: Kysely<Database>) {
  const books = await db.selectFrom('books').selectAll().executeTakeFirstOrThrow();
  const sums = await sql<{ held: string; credit: string }>`select
    (select coalesce(sum(sales_total + royalties_total - given), 0) from table_totals) as held,
    (select coalesce(sum(credited - paid), 0) from accounts) as credit`.execute(db);
  const { held, credit } = sums.rows[0] as { held: string; credit: string };
  return {
    collected: BigInt(books.collected),
    fees: BigInt(books.fees) - BigInt(books.fees_paid),
    tracked: BigInt(books.collected) - BigInt(books.paid_out) - BigInt(books.fees_paid),
    paidOut: BigInt(books.paid_out),
    feeBps: books.fee_bps,
    consortiumId: books.consortium_id,
    /** In tables: not distributed yet, and what floors left. */
    inTables: BigInt(held),
    credit: BigInt(credit),
  };
}

/**
 * Running totals of some tables and members, for comparison with the contracts.
 *
 * @param db - The store.
 * @param tableIds - Tables.
 * @param memberIds - Members.
 */
export async function readTotals(db: Kysely<Database>, tableIds: readonly number[], memberIds: readonly number[]) {
  const tables = await Promise.all(tableIds.map((id) => findTotals(db, id)));
  const accounts = await Promise.all(
    memberIds.map((id) => db.selectFrom('accounts').selectAll().where('member_id', '=', id).executeTakeFirst()),
  );
  return {
    tables: tables.map((row) => ({
      id: row.table_id,
      sales: { total: BigInt(row.sales_total), done: BigInt(row.sales_done) },
      royalties: { total: BigInt(row.royalties_total), done: BigInt(row.royalties_done) },
    })),
    accounts: memberIds.map((id, i) => ({ id, total: BigInt(accounts[i]?.credited ?? 0), done: BigInt(accounts[i]?.paid ?? 0) })),
  };
}
