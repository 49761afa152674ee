import { sql } from 'kysely';
import { askByIds } from './ask-by-ids.js';
import { among, beyond, type IdPage, type PlacePage } from './page.js';
import type { Rows } from './past.js';

/**
 * What a version is called: by its own metadata, or, as it inherits a payee table, by those of the latest version before it that has some.
 *
 * @param version - The table or its alias.
 */
const titleOf = (version: string) =>
  sql<string | null>`case when ${sql.ref(`${version}.metadata`)} is not null then ${sql.ref(`${version}.title`)} else
    (select d.title from versions d where d.dataset_id = ${sql.ref(`${version}.dataset_id`)}
    and d.id <= ${sql.ref(`${version}.id`)} and d.metadata is not null order by d.id desc limit 1) end`.as('title');

/** The same by language: the metadata's own word, a text or texts by language. */
const titlesOf = (version: string) =>
  sql<
    string | Record<string, string> | null
  >`case when ${sql.ref(`${version}.metadata`)} is not null then ${sql.ref(`${version}.metadata`)}->'title' else
    (select d.metadata->'title' from versions d where d.dataset_id = ${sql.ref(`${version}.dataset_id`)}
    and d.id <= ${sql.ref(`${version}.id`)} and d.metadata is not null order by d.id desc limit 1) end`.as('titles');

/** Columns of a version in lists: without the metadata URI, which may hold the whole document. */
const VERSION_COLUMNS = [
  'versions.id',
  'versions.dataset_id',
  'versions.table_id',
  'versions.publisher_id',
  'versions.content_root',
  'versions.byte_size',
  'versions.format',
  'versions.metadata_hash',
  'versions.published_at',
  'versions.withdrawn_reason',
] as const;

const datasetsByIds = askByIds((db, ids) => db.selectFrom('datasets').selectAll().where(among('id', ids)));

/**
 * Datasets by id.
 *
 * @param db - The store.
 * @param ids - The datasets.
 */
export async function findDatasets(db: Rows, ids: readonly number[]) {
  return new Map((await datasetsByIds(db, ids)).map((row) => [row.id, row]));
}

/** Which datasets; all conditions hold at once. */
export interface DatasetFilter {
  ownerId?: number | undefined;
  ids?: readonly number[] | undefined;
}

/**
 * Datasets by id, each with its current version.
 *
 * @param db - The store.
 * @param filter - Only one member's, only some.
 * @param page - Which ones.
 */
export function listDatasets(db: Rows, filter: DatasetFilter, page: IdPage) {
  return datasetsOf(db, filter, page).execute();
}

/** The same of the past, where an owner has to be looked up: only of those that it ever had. */
export function listDatasetsThen(past: Rows, filter: DatasetFilter, page: IdPage) {
  const query = datasetsOf(past, filter, page);
  const { ownerId } = filter;
  if (ownerId === undefined) return query.execute();
  return query
    .where('datasets.id', 'in', (select) =>
      select.selectFrom('ownerships').select('ownerships.dataset_id').where('ownerships.owner_id', '=', ownerId),
    )
    .execute();
}

function datasetsOf(db: Rows, { ids, ownerId }: DatasetFilter, page: IdPage) {
  let query = db
    .selectFrom('datasets')
    .innerJoin('versions', 'versions.id', 'datasets.current_version_id')
    .select(['datasets.id', 'datasets.owner_id', 'datasets.current_version_id', 'datasets.retired', 'datasets.frozen_until'])
    .select(['versions.content_root', 'versions.byte_size', 'versions.published_at', titleOf('versions'), titlesOf('versions')])
    .where('datasets.id', '>', page.after);
  if (ownerId !== undefined) query = query.where('datasets.owner_id', '=', ownerId);
  if (ids !== undefined) query = query.where(among('datasets.id', ids));
  return query.orderBy('datasets.id').limit(page.limit);
}

/**
 * Who has owned a dataset, in the order of the chain.
 *
 * @param db - The store.
 * @param datasetId - The dataset.
 * @param page - Which ones.
 */
export function listOwners(db: Rows, datasetId: number, page: PlacePage) {
  return db
    .selectFrom('ownerships')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .where(beyond('ownerships', page))
    .orderBy('block', page.order)
    .orderBy('log_index', page.order)
    .limit(page.limit)
    .execute();
}

const versionsByIds = askByIds((db, ids) => versionDetails(db).select('versions.metadata_uri').where(among('versions.id', ids)));

/**
 * Versions by id.
 *
 * @param db - The store.
 * @param ids - The versions.
 */
export async function findVersions(db: Rows, ids: readonly number[]) {
  return new Map((await versionsByIds(db, ids)).map((row) => [row.id, withTitles(row)]));
}

const currentVersionsByIds = askByIds((db, ids) =>
  versionDetails(db)
    .innerJoin('datasets', 'datasets.current_version_id', 'versions.id')
    .select(['datasets.owner_id', 'datasets.current_version_id', 'datasets.retired', 'datasets.frozen_until'])
    .select(sql<number>`(select count(*) from versions v where v.dataset_id = datasets.id)`.as('versions'))
    .where(among('datasets.id', ids)),
);

/**
 * The current versions of datasets, each with what its dataset has beside: by dataset.
 *
 * @param db - The store.
 * @param datasetIds - The datasets.
 */
export async function findCurrentVersions(db: Rows, datasetIds: readonly number[]) {
  return new Map((await currentVersionsByIds(db, datasetIds)).map((row) => [row.dataset_id, withTitles(row)]));
}

type Titles = string | Record<string, string> | null;

/** Versions with the metadata that speak for them: their own, or those that {@link titleOf} goes back to. */
function versionDetails(db: Rows) {
  return db
    .selectFrom('versions')
    .select([...VERSION_COLUMNS, titleOf('versions')])
    .select(
      sql<({ title?: Titles } & Record<string, unknown>) | null>`(select d.metadata from versions d
        where d.dataset_id = versions.dataset_id and d.id <= versions.id and d.metadata is not null order by d.id desc limit 1)`.as(
        'metadata',
      ),
    )
    .select(sql<number>`(select count(*) from claims where claims.child_id = versions.id)`.as('claims'));
}

/** What lists ask the database for is in the metadata already. */
function withTitles<Row extends { metadata: { title?: Titles } | null }>(row: Row): Row & { titles: Titles } {
  return Object.assign(row, { titles: row.metadata?.title ?? null });
}

/**
 * Versions by id.
 *
 * @param db - The store.
 * @param datasetId - Only of this dataset; absent: of all.
 * @param page - Which ones.
 */
export function listVersions(db: Rows, datasetId: number | undefined, page: IdPage) {
  let query = db
    .selectFrom('versions')
    .select([...VERSION_COLUMNS, titleOf('versions'), titlesOf('versions')])
    .where('id', '>', page.after);
  if (datasetId !== undefined) query = query.where('dataset_id', '=', datasetId);
  return query.orderBy('id').limit(page.limit).execute();
}

const payeesByTables = askByIds((db, tableIds) =>
  db
    .selectFrom('payees')
    // Looked up for royalties only.
    .leftJoin('versions', (join) =>
      join.on(sql<boolean>`versions.id = case when payees.kind = 'royalty' then payees.payee_id end`),
    )
    .leftJoin('datasets', 'datasets.id', 'versions.dataset_id')
    .select([
      'payees.table_id',
      'payees.position',
      'payees.kind',
      'payees.payee_id',
      'payees.share_bps',
      'payees.onward',
      'versions.dataset_id',
      'datasets.owner_id',
    ])
    .select((select) =>
      select
        .selectFrom('origin_answers as said')
        .select('said.answer')
        .whereRef('said.table_id', '=', 'payees.table_id')
        .whereRef('said.member_id', '=', 'payees.payee_id')
        .orderBy('said.block', 'desc')
        .orderBy('said.log_index', 'desc')
        .limit(1)
        .as('answer'),
    )
    .where(among('payees.table_id', tableIds))
    .orderBy('payees.table_id')
    .orderBy('payees.position'),
);

/**
 * Payee tables in order; a royalty line says which dataset it reaches and whose that is, an originator's what that member said last.
 *
 * @param db - The store.
 * @param tableIds - The versions that introduced them.
 */
export async function listPayeesOfTables(db: Rows, tableIds: readonly number[]) {
  return Map.groupBy(await payeesByTables(db, tableIds), (row) => row.table_id);
}

const ownersByVersions = askByIds((db, ids) =>
  db
    .selectFrom('versions')
    .innerJoin('datasets', 'datasets.id', 'versions.dataset_id')
    .select(['versions.id', 'versions.dataset_id', 'versions.withdrawn_reason', 'datasets.owner_id'])
    .select([titleOf('versions'), titlesOf('versions')])
    .where(among('versions.id', ids)),
);

/**
 * The datasets and owners of versions.
 *
 * @param db - The store.
 * @param ids - Versions.
 */
export async function versionOwnersOf(db: Rows, ids: readonly number[]) {
  return new Map((await ownersByVersions(db, ids)).map((row) => [row.id, row]));
}

/**
 * What owners of sources say that a version hides, in the order of the chain.
 *
 * @param db - The store.
 * @param versionId - The version.
 * @param page - Which ones.
 */
export function listClaims(db: Rows, versionId: number, page: PlacePage) {
  return db
    .selectFrom('claims')
    .selectAll()
    .where('child_id', '=', versionId)
    .where(beyond('claims', page))
    .orderBy('block', page.order)
    .orderBy('log_index', page.order)
    .limit(page.limit)
    .execute();
}
