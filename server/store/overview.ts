import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

/** How much of everything there is. */
export interface Counts {
  members: number;
  datasets: number;
  versions: number;
  derivations: number;
  offers: number;
  grants: number;
  purchases: number;
  payouts: number;
}

/**
 * Counts what there is.
 *
 * @param db - The store.
 * @param at - Unix seconds: what is active and has not ended then.
 */
export async function countAll(db: Kysely<Database>, at: number): Promise<Counts> {
  const { rows } = await sql<Counts>`select
    (select count(*) from members where status = 'active' and valid_until > ${at} and frozen_until <= ${at}) as members,
    (select count(*) from datasets) as datasets,
    (select count(*) from versions) as versions,
    (select count(*) from sources) as derivations,
    (select count(*) from offers where not closed) as offers,
    (select count(*) from grants where (ends_at is null or ends_at > ${at}) and frozen_until <= ${at}) as grants,
    (select count(*) from purchases) as purchases,
    (select count(*) from payouts where kind = 'credit' and not failed) as payouts`.execute(db);
  return rows[0] as Counts;
}
