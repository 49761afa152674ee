import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { askByIds } from './ask-by-ids.js';
import { among, beyond, type IdPage, type Place, type PlacePage, within } from './page.js';
import type { Rows } from './past.js';
import type { Database } from './schema.js';

/** What any number of ids may find. */
const ALL: IdPage = { after: 0, limit: Number.MAX_SAFE_INTEGER };

/** Terms by id, of one dataset or of all. */
export function listTerms(db: Kysely<Database>, filter: { datasetId?: number | undefined }, page: IdPage) {
  let query = db.selectFrom('terms').selectAll().where('id', '>', page.after);
  if (filter.datasetId !== undefined) query = query.where('dataset_id', '=', filter.datasetId);
  return query.orderBy('id').limit(page.limit).execute();
}

const termsByIds = askByIds((db, ids) => db.selectFrom('terms').selectAll().where(among('id', ids)));

/** Terms by id. */
export function findTerms(db: Kysely<Database>, ids: readonly number[]) {
  return byId(termsByIds(db, ids));
}

/** Which offers; all conditions hold at once. */
export interface OfferFilter {
  ids?: readonly number[] | undefined;
  datasetId?: number | undefined;
  sellerId?: number | undefined;
  open?: boolean | undefined;
}

/**
 * Offers with their terms and how many grants were issued under each, by id.
 *
 * @param db - The store.
 * @param filter - Which offers.
 * @param page - Which ones.
 */
export function listOffers(db: Kysely<Database>, filter: OfferFilter, page: IdPage) {
  return offersOf(db, filter, page).execute();
}

const offersByIds = askByIds((db, ids) => offersOf(db, { ids }, ALL));

/** Offers by id. */
export function findOffers(db: Kysely<Database>, ids: readonly number[]) {
  return byId(offersByIds(db, ids));
}

function offersOf(db: Rows, filter: OfferFilter, page: IdPage) {
  let query = db
    .selectFrom('offers')
    .innerJoin('terms', 'terms.id', 'offers.terms_id')
    .select([
      'offers.id',
      'offers.terms_id',
      'offers.seller_id',
      'offers.price',
      'offers.period',
      'offers.units',
      'offers.buyer_id',
      'offers.seats',
      'offers.closed',
      'terms.dataset_id',
      'terms.version_id',
      'terms.rights',
      'terms.royalty_bps',
      'terms.purposes',
      'terms.terms_hash',
    ])
    .select(sql<number>`(select count(*) from grants where grants.offer_id = offers.id)`.as('taken'))
    .where('offers.id', '>', page.after);
  if (filter.ids !== undefined) query = query.where(among('offers.id', filter.ids));
  if (filter.datasetId !== undefined) query = query.where('terms.dataset_id', '=', filter.datasetId);
  if (filter.sellerId !== undefined) query = query.where('offers.seller_id', '=', filter.sellerId);
  if (filter.open !== undefined) query = query.where('offers.closed', '=', !filter.open);
  return query.orderBy('offers.id').limit(page.limit);
}

/** Which grants; all conditions hold at once. */
export interface GrantFilter {
  ids?: readonly number[] | undefined;
  datasetId?: number | undefined;
  memberId?: number | undefined;
  offerId?: number | undefined;
}

/**
 * Grants with the dataset and rights of their terms, by id.
 *
 * @param db - The store.
 * @param filter - Which grants.
 * @param page - Which ones.
 */
export function listGrants(db: Rows, filter: GrantFilter, page: IdPage) {
  return grantsWithTerms(db, filter, page).execute();
}

const grantsByIds = askByIds((db, ids) => grantsWithTerms(db, { ids }, ALL));

/** Grants by id. */
export function findGrants(db: Rows, ids: readonly number[]) {
  return byId(grantsByIds(db, ids));
}

function grantsWithTerms(db: Rows, filter: GrantFilter, page: IdPage) {
  return db
    .selectFrom(grantsOf(filter, page).as('grants'))
    .innerJoin('terms', 'terms.id', 'grants.terms_id')
    .select([
      'grants.id',
      'grants.member_id',
      'grants.terms_id',
      'grants.offer_id',
      'grants.version_id',
      'grants.starts_at',
      'grants.ends_at',
      'grants.units',
      'grants.used',
      'grants.frozen_until',
      'terms.dataset_id',
      'terms.version_id as pinned_version_id',
      'terms.rights',
      'terms.purposes',
    ])
    .orderBy('grants.id')
    .limit(page.limit);
}

/** The grants of a page, and perhaps more. A dataset's are of its own terms, a few, and of each they are there in order. */
function grantsOf({ datasetId, ids, memberId, offerId }: GrantFilter, page: IdPage) {
  const conditions = [
    sql<boolean>`id > ${page.after}`,
    is('member_id', memberId),
    is('offer_id', offerId),
    ids === undefined ? sql<boolean>`true` : among('id', ids),
  ];
  const some = (condition: RawBuilder<boolean>) => sql<Grant>`(
    select * from grants where ${sql.join([condition, ...conditions], sql` and `)} order by id limit ${page.limit})`;
  if (datasetId === undefined) return some(sql<boolean>`true`);
  return sql<Grant>`(select one.* from (select id from terms where dataset_id = ${datasetId}) as own
    cross join lateral ${some(sql<boolean>`terms_id = own.id`)} as one)`;
}

type Grant = Selectable<Database['grants']>;

/** The condition that a column has a value, where one is asked for. */
function is(column: string, value: number | undefined): RawBuilder<boolean> {
  return value === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = ${value}`;
}

async function byId<Row extends { id: number }>(found: Promise<Row[]>): Promise<Map<number, Row>> {
  return new Map((await found).map((row) => [row.id, row]));
}

type Purchase = Selectable<Database['purchases']>;

/** Which purchases; all conditions hold at once. */
export interface PurchaseFilter {
  datasetId?: number | undefined;
  tableId?: number | undefined;
  memberId?: number | undefined;
  grantId?: number | undefined;
  offerId?: number | undefined;
  /** Of one table between two places, both exclusive. */
  stretch?: { tableId: number; from: Place; to: Place } | undefined;
}

/**
 * Purchases and renewals in the order of the chain. What a purchase brings is collected right after it in the same block; a free one brings
 * nothing.
 *
 * @param db - The store.
 * @param filter - Which purchases.
 * @param page - Which ones.
 */
export function listPurchases(db: Kysely<Database>, filter: PurchaseFilter, page: PlacePage) {
  const query = db
    .selectFrom(purchasesOf(filter, page).as('p'))
    .innerJoin('versions', 'versions.id', 'p.version_id')
    .select(['p.block', 'p.log_index', 'p.block_time', 'p.tx_hash', 'p.kind', 'p.grant_id', 'p.member_id'])
    .select(['p.offer_id', 'p.version_id', 'p.table_id', 'p.amount', 'p.units', 'versions.dataset_id'])
    .select(
      sql<string>`case when p.amount = 0 then 0 else (
        select c.fee from collections c
        where c.grant_id = p.grant_id and c.block = p.block and c.log_index > p.log_index
        order by c.log_index limit 1) end`.as('fee'),
    );
  return query.orderBy('p.block', page.order).orderBy('p.log_index', page.order).limit(page.limit).execute();
}

/** The purchases of a page, and perhaps more. A dataset's pay its own tables, a few, and of each they are there in order. */
function purchasesOf(filter: PurchaseFilter, page: PlacePage) {
  const { datasetId, grantId, memberId, offerId, stretch, tableId } = filter;
  const conditions = [
    beyond('purchases', page),
    is('table_id', tableId),
    is('member_id', memberId),
    is('grant_id', grantId),
    is('offer_id', offerId),
    is('table_id', stretch?.tableId),
    stretch === undefined ? sql<boolean>`true` : within('purchases', stretch),
  ];
  const some = (condition: RawBuilder<boolean>) => sql<Purchase>`(
    select * from purchases where ${sql.join([condition, ...conditions], sql` and `)}
    order by block ${sql.raw(page.order)}, log_index ${sql.raw(page.order)} limit ${page.limit})`;
  if (datasetId === undefined) return some(sql<boolean>`true`);
  return sql<Purchase>`(select one.* from (select distinct table_id from versions where dataset_id = ${datasetId}) as own
    cross join lateral ${some(sql<boolean>`table_id = own.table_id`)} as one)`;
}

/**
 * What sellers paid back, in the order of the chain.
 *
 * @param db - The store.
 * @param filter - Of one grant, to one member, by one seller; all conditions hold at once.
 * @param page - Which ones.
 */
export function listRefunds(
  db: Kysely<Database>,
  filter: { grantId?: number | undefined; memberId?: number | undefined; sellerId?: number | undefined },
  page: PlacePage,
) {
  let query = db.selectFrom('refunds').selectAll().where(beyond('refunds', page));
  if (filter.grantId !== undefined) query = query.where('grant_id', '=', filter.grantId);
  if (filter.memberId !== undefined) query = query.where('member_id', '=', filter.memberId);
  if (filter.sellerId !== undefined) query = query.where('seller_id', '=', filter.sellerId);
  return query.orderBy('block', page.order).orderBy('log_index', page.order).limit(page.limit).execute();
}
