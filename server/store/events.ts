import type { Kysely } from 'kysely';
import { beyond, type PlacePage } from './page.js';
import type { Database } from './schema.js';

/** Which events; all conditions hold at once. */
export interface EventFilter {
  type?: string | undefined;
  contract?: string | undefined;
  memberId?: number | undefined;
  datasetId?: number | undefined;
  txHash?: string | undefined;
  fromBlock?: number | undefined;
  toBlock?: number | undefined;
}

/**
 * The audit trail.
 *
 * @param db - The store.
 * @param filter - Which events.
 * @param page - Which ones.
 */
export function listEvents(db: Kysely<Database>, filter: EventFilter, page: PlacePage) {
  let query = db
    .selectFrom('events')
    .innerJoin('blocks', 'blocks.number', 'events.block')
    .select(['hash as block_hash', 'log_index', 'block', 'time as block_time', 'tx_hash', 'contract', 'type', 'args'])
    .where(beyond('events', page));
  const { contract, datasetId, fromBlock, memberId, toBlock, txHash, type } = filter;
  if (type !== undefined) query = query.where('type', '=', type);
  if (contract !== undefined) query = query.where('contract', '=', contract);
  if (txHash !== undefined) query = query.where('tx_hash', '=', txHash.toLowerCase());
  if (fromBlock !== undefined) query = query.where('block', '>=', fromBlock);
  if (toBlock !== undefined) query = query.where('block', '<=', toBlock);
  if (memberId !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('event_members as m')
          .select('m.member_id')
          .where('m.member_id', '=', memberId)
          .whereRef('m.block', '=', 'events.block')
          .whereRef('m.log_index', '=', 'events.log_index'),
      ),
    );
  }
  if (datasetId !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('event_datasets as d')
          .select('d.dataset_id')
          .where('d.dataset_id', '=', datasetId)
          .whereRef('d.block', '=', 'events.block')
          .whereRef('d.log_index', '=', 'events.log_index'),
      ),
    );
  }
  return query.orderBy('block', page.order).orderBy('log_index', page.order).limit(page.limit).execute();
}
