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
 * The lineage of a version in one direction, level by level. A version that inherits its table inherits its table's sources.
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
  const result = await sql<LineageEdge>`
    with recursive edges as (
      select v.id as version_id, s.source_id, s.grant_id from versions v join sources s on s.version_id = v.table_id
    ), walk (version_id, source_id, grant_id, depth) as (
      select version_id, source_id, grant_id, 1 from edges where ${sql.ref(here)} = ${versionId}
      union
      select e.version_id, e.source_id, e.grant_id, w.depth + 1
      from walk w join edges e on ${sql.ref(`e.${here}`)} = ${sql.ref(`w.${there}`)} where w.depth < ${depth}
    )
    select version_id, source_id, max(grant_id) as grant_id, min(depth) as depth from walk
    group by version_id, source_id order by min(depth), version_id, source_id`.execute(db);
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
