import { type Kysely, sql } from 'kysely';
import { among, type IdPage } from './page.js';
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

/** A table's payees, as far as its distribution costs gas. */
interface Shape {
  tableId: number;
  payees: number;
  /** Payees whose running total is still empty: `m5` is member 5, `t5` table 5. */
  fresh: string[];
}

/**
 * Tables with revenue to distribute (decimal strings in base units), each with the tables that its royalties feed.
 *
 * @param db - The store.
 */
export async function listDueTables(
  db: Kysely<Database>,
): Promise<(Shape & { sales: string; royalties: string; feeds: Shape[] })[]> {
  const due = await sql<{ table_id: number; sales: string; royalties: string }>`
    select table_id, sales_total - sales_done as sales, royalties_total - royalties_done as royalties from table_totals
    where sales_total <> sales_done or royalties_total <> royalties_done order by table_id desc`.execute(db);
  if (due.rows.length === 0) return [];
  const fed = await sql<{ table_id: number; payee_id: number }>`
    select p.table_id, p.payee_id from table_totals t join payees p on p.table_id = t.table_id
    where t.sales_total <> t.sales_done and p.kind = 'royalty' and p.share_bps > 0 order by p.table_id, p.position`.execute(db);
  const ids = [...new Set([...due.rows.map((row) => row.table_id), ...fed.rows.map((row) => row.payee_id)])];
  const shapes = new Map((await readShapes(db, ids)).map((shape) => [shape.tableId, shape]));
  const feeds = Map.groupBy(fed.rows, (row) => row.table_id);
  return due.rows.map(({ table_id, sales, royalties }) => ({
    ...(shapes.get(table_id) as Shape),
    sales,
    royalties,
    feeds: (feeds.get(table_id) ?? []).map((row) => shapes.get(row.payee_id) as Shape),
  }));
}

async function readShapes(db: Kysely<Database>, ids: readonly number[]): Promise<Shape[]> {
  const { rows } = await sql<{ table_id: number; payees: number; fresh: string | null }>`
    select p.table_id, count(*)::int as payees,
      string_agg(case p.kind when 'originator' then 'm' else 't' end || p.payee_id, ' ') filter (where
        case p.kind when 'originator' then coalesce(a.credited, 0) = 0 else coalesce(t.royalties_total, 0) = 0 end) as fresh
    from payees p
    left join accounts a on p.kind = 'originator' and a.member_id = p.payee_id
    left join table_totals t on p.kind = 'royalty' and t.table_id = p.payee_id
    where p.table_id = any(${ids.map(String)}::bigint[]) group by p.table_id`.execute(db);
  return rows.map(({ table_id, payees, fresh }) => ({ tableId: table_id, payees, fresh: fresh?.split(' ') ?? [] }));
}

/**
 * Members that are due a payout which anyone may trigger: at least their minimum, or any credit when they are not active. Who is
 * frozen waits for the end of it, and who has revoked the key that is its payout account until it names another.
 *
 * @param db - The store.
 * @param now - Unix seconds.
 * @returns With what each is due (decimal string in base units), by id.
 */
export async function listDueMembers(
  db: Kysely<Database>,
  now: number,
): Promise<{ memberId: number; account: string; amount: string }[]> {
  const { rows } = await sql<{ memberId: number; account: string; amount: string }>`
    select m.id as "memberId", m.payout_account as account, a.credited - a.paid as amount
    from accounts a join members m on m.id = a.member_id
    where m.frozen_until <= ${now} and a.credited > a.paid
      and not exists (select 1 from member_keys k where k.address = m.payout_account and k.revoked)
      and (a.credited - a.paid >= m.payout_minimum or m.status <> 'active' or m.valid_until <= ${now})
    order by m.id`.execute(db);
  return rows;
}

/**
 * The fees that wait, who gets them, and when some were paid last (Unix seconds).
 *
 * @param db - The store.
 */
export async function readFeesDue(
  db: Kysely<Database>,
): Promise<{ waiting: string; memberId: number; account: string; lastPaidAt: number | null }> {
  const { rows } = await sql<{ waiting: string; memberId: number; account: string; lastPaidAt: number | null }>`
    select b.fees - b.fees_paid as waiting, b.consortium_id as "memberId", coalesce(m.payout_account, '') as account,
      (select max(block_time) from payouts where kind = 'fee') as "lastPaidAt"
    from books b left join members m on m.id = b.consortium_id`.execute(db);
  return rows[0] as (typeof rows)[number];
}

/**
 * Payout accounts by member id.
 *
 * @param db - The store.
 * @param memberIds - Members.
 */
export async function payoutAccounts(db: Kysely<Database>, memberIds: readonly number[]): Promise<Map<number, string>> {
  if (memberIds.length === 0) return new Map();
  const rows = await db.selectFrom('members').select(['id', 'payout_account']).where(among('id', memberIds)).execute();
  return new Map(rows.map((row) => [row.id, row.payout_account]));
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
  const tables = await sql<{
    table_id: number;
    sales_total: string;
    sales_done: string;
    royalties_total: string;
    royalties_done: string;
  }>`
    select * from table_totals where table_id = any(${tableIds.map(String)}::bigint[]) order by table_id`.execute(db);
  const accounts = await sql<{ member_id: number; credited: string; paid: string }>`
    select * from accounts where member_id = any(${memberIds.map(String)}::bigint[])`.execute(db);
  const tablesById = new Map(tables.rows.map((row) => [row.table_id, row]));
  const accountsById = new Map(accounts.rows.map((row) => [row.member_id, row]));
  return {
    tables: tableIds.map((id) => {
      const row = tablesById.get(id);
      const [sales, royalties] = [
        { total: BigInt(row?.sales_total ?? 0), done: BigInt(row?.sales_done ?? 0) },
        { total: BigInt(row?.royalties_total ?? 0), done: BigInt(row?.royalties_done ?? 0) },
      ];
      return { id, sales, royalties };
    }),
    accounts: memberIds.map((id) => {
      const row = accountsById.get(id);
      return { id, total: BigInt(row?.credited ?? 0), done: BigInt(row?.paid ?? 0) };
    }),
  };
}
