import { type Kysely, sql } from 'kysely';
import type { Rows } from './past.js';
import type { Database } from './schema.js';

/** An edge of the lineage: `version_id` is derived from `source_id`. */
export interface LineageEdge {
  version_id: number;
  source_id: number;
  grant_id: number;
  depth: number;
}

/** An edge as a page names it. */
export interface LineagePlace {
  depth: number;
  versionId: number;
  sourceId: number;
}

/**
 * The lineage of a version in one direction, level by level. A version that inherits its table inherits its table's sources. Each version is
 * walked once, so the work grows with the edges, not with the ways.
 *
 * @param db - The store.
 * @param versionId - Where to begin.
 * @param direction - Towards what it was made from, or what was made from it.
 * @param depth - Levels, at least 1.
 * @param page - From after an edge, at most so many; `whole`: begin with every version of its dataset.
 * @returns Edges once each, at the least depth at which they are met, by depth, version and source.
 */
export async function listLineage(
  db: Kysely<Database>,
  versionId: number,
  direction: 'sources' | 'derivatives',
  depth: number,
  page: { after?: LineagePlace | undefined; limit: number; whole: boolean },
): Promise<LineageEdge[]> {
  const [here, there] = direction === 'sources' ? ['version_id', 'source_id'] : ['source_id', 'version_id'];
  const edges: LineageEdge[] = [];
  let level = page.whole ? await listSiblings(db, versionId) : [versionId];
  const seen = new Set(level);
  for (let at = 1; at <= depth && level.length > 0 && edges.length < page.limit; at++) {
    const { rows } = await sql<Omit<LineageEdge, 'depth'>>`
      select version_id, source_id, grant_id from (
        select v.id as version_id, s.source_id, s.grant_id from versions v join sources s on s.version_id = v.table_id
      ) edges where ${sql.ref(here)} = any(${level}::bigint[]) order by version_id, source_id`.execute(db);
    edges.push(...rows.map((row) => ({ ...row, depth: at })).filter((edge) => isBeyond(edge, page.after)));
    level = [...new Set(rows.map((row) => row[there as 'version_id' | 'source_id']))].filter((id) => !seen.has(id));
    for (const id of level) seen.add(id);
  }
  return edges.slice(0, page.limit);
}

/** All versions of a version's dataset. */
async function listSiblings(db: Kysely<Database>, versionId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from versions where dataset_id = (select dataset_id from versions where id = ${versionId}) order by id`.execute(db);
  return rows.map(({ id }) => id);
}

function isBeyond(edge: LineageEdge, after: LineagePlace | undefined): boolean {
  if (after === undefined) return true;
  if (edge.depth !== after.depth) return edge.depth > after.depth;
  if (edge.version_id !== after.versionId) return edge.version_id > after.versionId;
  return edge.source_id > after.sourceId;
}

/**
 * Withdrawn versions of other datasets that a version comes from, whatever the distance: through declared sources and, because a dataset's
 * next version is made of the one before, through earlier versions.
 *
 * @param db - The store.
 * @param versionId - The version.
 */
export function listWithdrawnAncestors(db: Rows, versionId: number) {
  const found = sql<{ id: number; dataset_id: number; withdrawn_reason: string }>`(
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
  )`;
  return db.selectFrom(found.as('found')).selectAll().orderBy('id').execute();
}
