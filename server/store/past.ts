import { type Kysely, type QueryCreator, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.js';

/** Where a query reads rows: the tables as they are, or as they were. */
export type Rows = QueryCreator<Database>;

/**
 * The tables as they were when a block ended: rows that came later are not there, and what has changed since is as it was. Each takes the name of
 * its table, so the same queries read both. What is not here never changes, and is only reached from rows that are.
 *
 * @param db - The store.
 * @param block - Up to it, inclusive.
 */
export function pastOf(db: Kysely<Database>, block: number): Rows {
  let rows: QueryCreator<Database> = db;
  for (const [table, asItWas] of Object.entries(tablesAt(sql`${block}::bigint`)))
    rows = rows.with(
      (name) => name(table).notMaterialized(),
      () => asItWas as never,
    ) as unknown as Rows;
  return rows;
}

function tablesAt(block: RawBuilder<unknown>) {
  const before = (table: string) => sql`${sql.ref(`${table}.block`)} <= ${block}`;
  const unchanged = (table: string) => sql`(select * from ${sql.table(table)} one where ${before('one')})`;
  /** What the last change that says something of a column says. */
  const lastOf = (column: string, changes: string, which: RawBuilder<unknown>) =>
    sql`(select c.${sql.ref(column)} from ${sql.table(changes)} c where ${which} and c.${sql.ref(column)} is not null and ${before('c')}
      order by c.block desc, c.log_index desc limit 1)`;
  const member = (column: string) => lastOf(column, 'member_changes', sql`c.member_id = m.id`);
  const dataset = (column: string) => lastOf(column, 'dataset_changes', sql`c.dataset_id = d.id`);
  const grant = (column: string) => lastOf(column, 'grant_changes', sql`c.grant_id = g.id`);
  return {
    members: sql`(select m.id, m.legal_name, m.scheme, m.identifier, m.identifier_hash, m.notary_id, m.admitted_at, m.block,
        ${member('status')} as status, ${member('valid_until')} as valid_until, ${member('credential_hash')} as credential_hash,
        ${member('payout_account')} as payout_account, ${member('payout_minimum')} as payout_minimum, ${member('frozen_until')} as frozen_until
      from members m where ${before('m')})`,
    member_keys: sql`(select k.address, k.member_id, k.block,
        ${lastOf('roles', 'key_changes', sql`c.member_id = k.member_id and c.address = k.address`)} as roles,
        ${lastOf('revoked', 'key_changes', sql`c.member_id = k.member_id and coalesce(c.address, k.address) = k.address`)} as revoked
      from member_keys k where ${before('k')})`,
    accounts: sql`(select m.id as member_id,
        coalesce((select sum(l.amount) from distribution_lines l where l.kind = 'originator' and l.payee_id = m.id and ${before('l')}), 0) as credited,
        coalesce((select sum(p.amount) from payouts p where p.member_id = m.id and p.kind = 'credit' and not p.failed and ${before('p')}), 0) as paid
      from members m)`,
    datasets: sql`(select d.id, d.block,
        (select o.owner_id from ownerships o where o.dataset_id = d.id and ${before('o')}
          order by o.block desc, o.log_index desc limit 1) as owner_id,
        coalesce((select max(v.id) from versions v where v.dataset_id = d.id and ${before('v')}), 0) as current_version_id,
        coalesce(${dataset('retired')}, false) as retired, coalesce(${dataset('frozen_until')}, 0) as frozen_until
      from datasets d where ${before('d')})`,
    versions: sql`(select v.id, v.dataset_id, v.table_id, v.publisher_id, v.content_root, v.byte_size, v.format, v.metadata_hash, v.metadata_uri,
        v.published_at, v.title, v.titles, v.metadata, v.block,
        ${lastOf('reason', 'withdrawals', sql`c.version_id = v.id`)} as withdrawn_reason
      from versions v where ${before('v')})`,
    grants: sql`(select g.id, g.member_id, g.terms_id, g.offer_id, g.version_id, g.starts_at, g.issued_ends_at, g.issued_units, g.block,
        nullif(coalesce(${grant('ends_at')}, g.issued_ends_at), 0) as ends_at, coalesce(${grant('units')}, g.issued_units) as units,
        coalesce(${grant('used')}, 0) as used, coalesce(${grant('frozen_until')}, 0) as frozen_until
      from grants g where ${before('g')})`,
    ownerships: unchanged('ownerships'),
    origin_answers: unchanged('origin_answers'),
    claims: unchanged('claims'),
    distribution_lines: unchanged('distribution_lines'),
  };
}
