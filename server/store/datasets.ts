import { type Kysely, sql } from 'kysely';
import type { Page } from './members.js';
import type { Database } from './schema.js';

/**
 * A dataset with its versions, oldest first.
 *
 * @param db - The store.
 * @param id - The dataset.
 */
export async function findDataset(db: Kysely<Database>, id: number) {
  const dataset = await db.selectFrom('datasets').selectAll().where('id', '=', id).executeTakeFirst();
  if (dataset === undefined) return undefined;
  const versions = await db.selectFrom('versions').selectAll().where('dataset_id', '=', id).orderBy('id').execute();
  return { ...dataset, versions };
}

/**
 * Datasets by id, each with its current version.
 *
 * @param db - The store.
 * @param page - Which ones.
 */
export function listDatasets(db: Kysely<Database>, page: Page) {
  return db
    .selectFrom('datasets')
    .innerJoin('versions', 'versions.id', 'datasets.current_version_id')
    .select([
      'datasets.id',
      'datasets.owner_id',
      'datasets.current_version_id',
      'datasets.retired',
      'datasets.frozen_until',
      'versions.content_root',
      'versions.byte_size',
      'versions.metadata_uri',
      'versions.published_at',
    ])
    .where('datasets.id', '>', page.after)
    .orderBy('datasets.id')
    .limit(page.limit)
    .execute();
}

/**
 * A version.
 *
 * @param db - The store.
 * @param id - The version.
 */
export function findVersion(db: Kysely<Database>, id: number) {
  return db.selectFrom('versions').selectAll().where('id', '=', id).executeTakeFirst();
}

/**
 * A payee table in order; a royalty line says which dataset it reaches, an originator's what that member said last.
 *
 * @param db - The store.
 * @param tableId - The version that introduced it.
 */
export function listPayees(db: Kysely<Database>, tableId: number) {
  return db
    .selectFrom('payees')
    .leftJoin('versions', (join) => join.onRef('versions.id', '=', 'payees.payee_id').on('payees.kind', '=', 'royalty'))
    .select(['payees.position', 'payees.kind', 'payees.payee_id', 'payees.share_bps', 'payees.onward', 'versions.dataset_id'])
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
    .where('payees.table_id', '=', tableId)
    .orderBy('payees.position')
    .execute();
}

/** An edge of the lineage: `version_id` is derived from `source_id`. */
export interface LineageEdge {
  version_id: number;
  source_id: number;
  grant_id: number;
  depth: number;
}

/**
 * The lineage of a version in one direction, level by level. A version that inherits its table inherits its table's sources. Each version is
 * walked once, so the work grows with the edges, not with the ways.
 *
 * @param db - The store.
 * @param versionId - Where to begin.
 * @param direction - Towards what it was made from, or what was made from it.
 * @param depth - Levels, at least 1.
 * @returns Edges once each, at the least depth at which they are met.
 */
export async function listLineage(
  db: Kysely<Database>,
  versionId: number,
  direction: 'sources' | 'derivatives',
  depth: number,
): Promise<LineageEdge[]> {
  const [here, there] = direction === 'sources' ? ['version_id', 'source_id'] : ['source_id', 'version_id'];
  const edges: LineageEdge[] = [];
  const seen = new Set([versionId]);
  let level = [versionId];
  for (let at = 1; at <= depth && level.length > 0; at++) {
    const { rows } = await sql<Omit<LineageEdge, 'depth'>>`
      select version_id, source_id, grant_id from (
        select v.id as version_id, s.source_id, s.grant_id from versions v join sources s on s.version_id = v.table_id
      ) edges where ${sql.ref(here)} = any(${level}::bigint[]) order by version_id, source_id`.execute(db);
    edges.push(...rows.map((row) => ({ ...row, depth: at })));
    level = [...new Set(rows.map((row) => row[there as 'version_id' | 'source_id']))].filter((id) => !seen.has(id));
    for (const id of level) seen.add(id);
  }
  return edges;
}

/**
 * Withdrawn versions of other datasets that a version comes from, whatever the distance: through declared sources and, because a dataset's
 * next version is made of the one before, through earlier versions.
 *
 * @param db - The store.
 * @param versionId - The version.
 */
export async function listWithdrawnAncestors(db: Kysely<Database>, versionId: number) {
  const result = await sql<{ id: number; dataset_id: number; withdrawn_reason: string }>`
    with recursive ancestors (id) as (
      select ${versionId}::bigint
      union
      select step.id from ancestors join versions v on v.id = ancestors.id cross join lateral (
        select s.source_id as id from sources s where s.version_id = v.table_id
        union all
        (select p.id from versions p where p.dataset_id = v.dataset_id and p.id < v.id order by p.id desc limit 1)
      ) step
    )
    select v.id, v.dataset_id, v.withdrawn_reason from ancestors join versions v on v.id = ancestors.id
    where v.withdrawn_reason is not null and v.dataset_id <> (select dataset_id from versions where id = ${versionId})
    order by v.id`.execute(db);
  return result.rows;
}

/**
 * The datasets and owners of versions.
 *
 * @param db - The store.
 * @param ids - Versions.
 */
export async function versionOwners(db: Kysely<Database>, ids: Iterable<number>) {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  return db
    .selectFrom('versions')
    .innerJoin('datasets', 'datasets.id', 'versions.dataset_id')
    .select(['versions.id', 'versions.dataset_id', 'versions.metadata_uri', 'versions.withdrawn_reason', 'datasets.owner_id'])
    .where('versions.id', 'in', wanted)
    .orderBy('versions.id')
    .execute();
}

/**
 * What owners of sources say that a version hides, oldest first.
 *
 * @param db - The store.
 * @param versionId - The version.
 */
export function listClaims(db: Kysely<Database>, versionId: number) {
  return db
    .selectFrom('claims')
    .select(['source_id', 'member_id', 'evidence_hash', 'block', 'block_time', 'tx_hash'])
    .where('child_id', '=', versionId)
    .orderBy('block')
    .orderBy('log_index')
    .execute();
}
