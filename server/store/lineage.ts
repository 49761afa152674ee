import { type Kysely, sql } from 'kysely';
import { askByIds } from './ask-by-ids.js';
import { among } from './page.js';
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
  const there = direction === 'sources' ? 'source_id' : 'version_id';
  const edges: LineageEdge[] = [];
  let level = page.whole ? await listSiblings(db, versionId) : [versionId];
  const seen = new Set(level);
  for (let at = 1; at <= depth && level.length > 0; at++) {
    const missing = page.limit - edges.length;
    const isBefore = page.after !== undefined && at <= page.after.depth;
    // Edges from before the page are not shown, but lead on.
    const rows = await listEdges(db, direction, level, isBefore ? undefined : missing);
    edges.push(...rows.map((row) => ({ ...row, depth: at })).filter((edge) => isBeyond(edge, page.after)));
    if (edges.length >= page.limit) break;
    level = [...new Set(rows.map((row) => row[there]))].filter((id) => !seen.has(id));
    for (const id of level) seen.add(id);
  }
  return edges.slice(0, page.limit);
}

/** The edges of a level, by version and source; at most so many. A table is inherited within its dataset. */
async function listEdges(
  db: Kysely<Database>,
  direction: 'sources' | 'derivatives',
  level: readonly number[],
  most: number | undefined,
): Promise<Omit<LineageEdge, 'depth'>[]> {
  const ids = level.map(String);
  const limit = most === undefined ? sql`` : sql`limit ${most}`;
  const query =
    direction === 'sources'
      ? sql<Omit<LineageEdge, 'depth'>>`
        select v.id as version_id, s.source_id, s.grant_id from versions v join sources s on s.version_id = v.table_id
        where v.id = any(${ids}::bigint[]) order by v.id, s.source_id ${limit}`
      : // Each table is a version itself, so the first so many edges are of the first so many tables.
        sql<Omit<LineageEdge, 'depth'>>`
        with s as materialized (
          select version_id, source_id, grant_id from sources where source_id = any(${ids}::bigint[]) order by version_id, source_id ${limit}
        )
        select v.id as version_id, s.source_id, s.grant_id from s join versions t on t.id = s.version_id
        join versions v on v.dataset_id = t.dataset_id and v.table_id = t.id order by v.id, s.source_id ${limit}`;
  return (await query.execute(db)).rows;
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

const withdrawnAncestors = askByIds((db, versionIds) => {
  const found = sql<{ of_id: number; id: number; dataset_id: number; withdrawn_reason: string }>`(
    with recursive ancestors (of_id, of_dataset, id, dataset_id, table_id, withdrawn_reason) as (
      select id, dataset_id, id, dataset_id, table_id, withdrawn_reason from versions
      where ${among('id', versionIds)}
      union
      select a.of_id, a.of_dataset, v.id, v.dataset_id, v.table_id, v.withdrawn_reason from ancestors a cross join lateral (
        select s.source_id as id from sources s where s.version_id = a.table_id
        union all
        (select p.id from versions p where p.dataset_id = a.dataset_id and p.id < a.id order by p.id desc limit 1)
      ) step join versions v on v.id = step.id
    )
    select of_id, id, dataset_id, withdrawn_reason from ancestors where withdrawn_reason is not null and dataset_id <> of_dataset
  )`;
  return db.selectFrom(found.as('found')).selectAll().orderBy('id');
});

/**
 * Withdrawn versions of other datasets that versions come from, whatever the distance: through declared sources and, because a dataset's
 * next version is made of the one before, through earlier versions.
 *
 * @param db - The store.
 * @param versionIds - The versions.
 */
export async function listWithdrawnAncestorsOf(db: Rows, versionIds: readonly number[]) {
  return Map.groupBy(await withdrawnAncestors(db, versionIds), (row) => row.of_id);
}
