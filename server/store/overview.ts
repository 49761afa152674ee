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
 * How much there is. What time alone changes is counted, the rest is kept up in the books.
 *
 * @param db - The store.
 * @param at - Unix seconds: what is active and has not ended then.
 */
export async function countAll(db: Kysely<Database>, at: number): Promise<Counts> {
  const { rows } = await sql<Counts>`select
    (select count(*) from members where status = 'active' and valid_until > ${at} and frozen_until <= ${at}) as members,
    datasets::bigint, versions::bigint, derivations::bigint, offers::bigint,
    (select count(*) from grants where (ends_at is null or ends_at > ${at}) and frozen_until <= ${at}) as grants,
    purchases::bigint, payouts::bigint from books`.execute(db);
  return rows[0] as Counts;
}
