import type { Kysely } from 'kysely';
import type { Page } from './members.js';
import type { Database } from './schema.js';

/**
 * Offers with their terms, by id.
 *
 * @param db - The store.
 * @param filter - Of one dataset, or of all.
 * @param page - Which ones.
 */
export function listOffers(db: Kysely<Database>, filter: { datasetId?: number; open?: boolean }, page: Page) {
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
    .where('offers.id', '>', page.after);
  if (filter.datasetId !== undefined) query = query.where('terms.dataset_id', '=', filter.datasetId);
  if (filter.open === true) query = query.where('offers.closed', '=', false);
  return query.orderBy('offers.id').limit(page.limit).execute();
}

/**
 * Grants with the dataset and rights of their terms, by id.
 *
 * @param db - The store.
 * @param filter - Of one dataset, of one member, or of all.
 * @param page - Which ones.
 */
export function listGrants(db: Kysely<Database>, filter: { datasetId?: number; memberId?: number }, page: Page) {
  let query = db
    .selectFrom('grants')
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
    .where('grants.id', '>', page.after);
  if (filter.datasetId !== undefined) query = query.where('terms.dataset_id', '=', filter.datasetId);
  if (filter.memberId !== undefined) query = query.where('grants.member_id', '=', filter.memberId);
  return query.orderBy('grants.id').limit(page.limit).execute();
}
