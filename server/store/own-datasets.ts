import type { Ask } from './engine.js';
import type { About } from './row-change.js';

/**
 * The datasets of versions, grants, offers and terms. None of them ever changes its dataset.
 *
 * @param ask - The store.
 * @param ones - Which.
 * @returns By table and id, like `grants 3`.
 */
export async function ownDatasetsOf(ask: Ask, ones: Iterable<Pick<About, 'about' | 'id'>>): Promise<Map<string, number>> {
  const ids: Record<About['about'], Set<number>> = {
    versions: new Set(),
    terms: new Set(),
    grants: new Set(),
    offers: new Set(),
  };
  for (const { about, id } of ones) ids[about].add(id);
  const lists = Object.values(ids).map((set) => [...set].map(String));
  if (lists.every((list) => list.length === 0)) return new Map();
  const rows = await ask<{ name: string; dataset_id: number }>(
    `select 'versions ' || id as name, dataset_id from versions where id = any($1::bigint[])
    union all select 'terms ' || id, dataset_id from terms where id = any($2::bigint[])
    union all select 'grants ' || g.id, t.dataset_id from grants g join terms t on t.id = g.terms_id where g.id = any($3::bigint[])
    union all select 'offers ' || o.id, t.dataset_id from offers o join terms t on t.id = o.terms_id where o.id = any($4::bigint[])`,
    lists,
  );
  return new Map(rows.map((row) => [row.name, row.dataset_id]));
}
