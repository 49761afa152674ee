import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

type Facts = Record<string, string | undefined>;

/** Rows of a kind after an id, each with what the contracts can be asked too; all values as text. */
const FACTS = {
  member: sql`select m.id, m.status, m.valid_until as "validUntil", m.frozen_until as "frozenUntil", m.notary_id as notary,
      m.admitted_at as "admittedAt", m.credential_hash as "credentialHash", m.payout_account as "payoutAccount",
      m.payout_minimum as "payoutMinimum", coalesce(a.credited, 0) as credited, coalesce(a.paid, 0) as paid
    from members m left join accounts a on a.member_id = m.id`,
  dataset: sql`select d.id, d.owner_id as owner, d.current_version_id as current, d.frozen_until as "frozenUntil", d.retired,
      (select count(*) from versions v where v.dataset_id = d.id) as versions from datasets d`,
  version: sql`select v.id, v.dataset_id as dataset, v.table_id as "table", v.published_at as "publishedAt",
      v.withdrawn_reason is not null as withdrawn, v.content_root as "contentRoot",
      case when v.table_id = v.id then coalesce(t.sales_total, 0) end as "salesAccrued",
      case when v.table_id = v.id then coalesce(t.sales_done, 0) end as "salesSettled",
      case when v.table_id = v.id then coalesce(t.royalties_total, 0) end as "royaltiesAccrued",
      case when v.table_id = v.id then coalesce(t.royalties_done, 0) end as "royaltiesSettled",
      case when v.table_id = v.id then coalesce((select string_agg(p.kind || ' ' || p.payee_id || ' ' || p.share_bps ||
        case when p.onward then ' onward' else '' end, '; ' order by p.position) from payees p where p.table_id = v.id), 'none') end as payees
    from versions v left join table_totals t on t.table_id = v.id`,
  terms: sql`select id, owner_id as owner, dataset_id as dataset, version_id as version, rights, royalty_bps as "royaltyBps", purposes,
      terms_hash as hash from terms`,
  offer: sql`select o.id, o.price, o.period, o.terms_id as terms, o.units, o.buyer_id as buyer, o.seats, o.closed,
      (select count(*) from grants g where g.offer_id = o.id) as taken from offers o`,
  grant: sql`select id, member_id as member, terms_id as terms, offer_id as offer, version_id as version, units, used, starts_at as start,
      coalesce(ends_at::text, 'none') as "end", frozen_until as "frozenUntil" from grants`,
};

/** A kind that has ids. */
export type FactKind = keyof typeof FACTS;

/**
 * What the index says of one kind of thing, by ascending id.
 *
 * @param db - The store.
 * @param kind - Which.
 * @param after - From after this id.
 * @param limit - Most rows.
 */
export async function listFacts(
  db: Kysely<Database>,
  kind: FactKind,
  after: number,
  limit: number,
): Promise<{ id: number; facts: Facts }[]> {
  const { rows } = await sql<{
    id: number;
  }>`select * from (${FACTS[kind]}) facts where id > ${after} order by id limit ${limit}`.execute(db);
  return rows.map(({ id, ...facts }) => ({ id, facts: asText(facts) }));
}

/**
 * What the index says of keys, numbered by address.
 *
 * @param db - The store.
 */
export async function listKeyFacts(db: Kysely<Database>): Promise<{ address: string; facts: Facts }[]> {
  const rows = await db
    .selectFrom('member_keys')
    .select(['address', 'member_id as member', 'roles', 'revoked'])
    .orderBy('address')
    .execute();
  return rows.map(({ address, ...facts }) => ({ address, facts: asText(facts) }));
}

/** Tables of rows that came from an event each, with the block that it was in. */
export const BLOCK_TABLES = [
  'events',
  'event_members',
  'event_datasets',
  'members',
  'member_changes',
  'member_keys',
  'key_changes',
  'datasets',
  'dataset_changes',
  'ownerships',
  'versions',
  'withdrawals',
  'payees',
  'sources',
  'origin_answers',
  'claims',
  'terms',
  'offers',
  'grants',
  'grant_changes',
  'purchases',
  'collections',
  'refunds',
  'distributions',
  'distribution_lines',
  'payouts',
] as const satisfies readonly (keyof Database)[];

/** One of {@link BLOCK_TABLES}. */
export type BlockTable = (typeof BLOCK_TABLES)[number];

/** A row as it is. */
export type IndexedRow = Record<string, unknown>;

/**
 * A table's rows of some blocks.
 *
 * @param db - The store.
 * @param table - Which.
 * @param from - First block.
 * @param to - Last block.
 */
export async function listBlockRows(db: Kysely<Database>, table: BlockTable, from: number, to: number): Promise<IndexedRow[]> {
  const { rows } =
    await sql<IndexedRow>`select * from ${sql.table(table)} where block >= ${from} and block <= ${to} order by block`.execute(db);
  return rows;
}

/**
 * Running totals that only the index has and that are not the sums of their rows.
 *
 * @param db - The store.
 */
export async function findSumErrors(db: Kysely<Database>): Promise<{ what: string; index: string; contracts: string }[]> {
  const { rows } = await sql<{ what: string; index: string; contracts: string }>`
    select what, total::text as index, made::text as contracts from (
      select 'given by table ' || coalesce(t.table_id, l.table_id) as what, coalesce(t.given, 0) as total, coalesce(l.made, 0) as made
        from table_totals t full join (select table_id, sum(amount) as made from distribution_lines group by table_id) l
          on l.table_id = t.table_id
      union all select 'collected', collected, (select coalesce(sum(amount), 0) from collections) from books
      union all select 'fees collected', fees, (select coalesce(sum(fee), 0) from collections) from books
      union all select 'fees paid', fees_paid, (select coalesce(sum(amount), 0) from payouts where kind = 'fee' and not failed) from books
      union all select 'paid out', paid_out, (select coalesce(sum(amount), 0) from payouts where kind = 'credit' and not failed) from books
      union all select 'datasets', books.datasets, (select count(*) from datasets) from books
      union all select 'versions', books.versions, (select count(*) from versions) from books
      union all select 'derivations', derivations, (select count(*) from sources) from books
      union all select 'open offers', books.offers, (select count(*) from offers where not closed) from books
      union all select 'purchases', books.purchases, (select count(*) from purchases) from books
      union all select 'payouts', books.payouts, (select count(*) from payouts where kind = 'credit' and not failed) from books
      union all select one.what || ' on day ' || coalesce(d.day, m.day), one.total, one.made
        from days d full join (
          select day, sum(collected) as collected, sum(fee) as fees, sum(refunded) as refunded, sum(paid) as paid_out, sum(sale) as sales from (
            select block_time / 86400 as day, amount as collected, fee, 0 as refunded, 0 as paid, 1 as sale from collections
            union all select block_time / 86400, 0, 0, amount, 0, 0 from refunds
            union all select block_time / 86400, 0, 0, 0, amount, 0 from payouts where kind = 'credit' and not failed
          ) as moved group by day
        ) m on m.day = d.day cross join lateral (values
          ('collected', coalesce(d.collected, 0), coalesce(m.collected, 0)), ('fees', coalesce(d.fees, 0), coalesce(m.fees, 0)),
          ('refunded', coalesce(d.refunded, 0), coalesce(m.refunded, 0)), ('paid out', coalesce(d.paid_out, 0), coalesce(m.paid_out, 0)),
          ('sales', coalesce(d.sales, 0), coalesce(m.sales, 0))
        ) as one (what, total, made)
    ) sums where total <> made order by what limit 1000`.execute(db);
  return rows;
}

function asText(values: object): Facts {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null || value === undefined ? undefined : String(value)]),
  );
}
