import { type Kysely, sql } from 'kysely';
import { isOneOf } from './events.js';
import type { Database } from './schema.js';

/** What a search met. */
export interface Hit {
  kind: 'member' | 'dataset' | 'version' | 'offer' | 'grant' | 'terms' | 'contract' | 'transaction' | 'block';
  id: number | string;
  label: string;
  /** Which of its values the search met. */
  matched: string;
}

/**
 * What has an id.
 *
 * @param db - The store.
 * @param id - A token, or another id of the ledger.
 */
export async function searchById(db: Kysely<Database>, id: number): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select 'member' as kind, id, legal_name as label, 'id' as matched from members where id = ${id}
    union all select 'dataset', d.id, m.legal_name, 'token' from datasets d join members m on m.id = d.owner_id where d.id = ${id}
    union all select 'version', v.id, 'dataset ' || v.dataset_id, 'id' from versions v where v.id = ${id}
    union all select 'offer', o.id, 'dataset ' || t.dataset_id, 'id' from offers o join terms t on t.id = o.terms_id where o.id = ${id}
    union all select 'grant', g.id, m.legal_name, 'token' from grants g join members m on m.id = g.member_id where g.id = ${id}
    union all select 'terms', t.id, 'dataset ' || t.dataset_id, 'id' from terms t where t.id = ${id}`.execute(db);
  return rows;
}

/**
 * Whose key or payout account an address is, or was.
 *
 * @param db - The store.
 * @param address - With 0x, in any case.
 */
export async function searchByAddress(db: Kysely<Database>, address: string): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select 'member' as kind, m.id, m.legal_name as label, case when k.revoked then 'revoked key' else 'key' end as matched
      from member_keys k join members m on m.id = k.member_id where lower(k.address) = lower(${address})
    union all select 'member', id, legal_name, 'payout account' from members where lower(payout_account) = lower(${address})
    union all select distinct 'member', m.id, m.legal_name, 'paid there' from payouts p join members m on m.id = p.member_id
      where lower(p.account) = lower(${address}) and not p.failed and lower(m.payout_account) <> lower(${address})`.execute(db);
  return rows;
}

/**
 * What a 32-byte hash is of.
 *
 * @param db - The store.
 * @param hash - With 0x, in lower case.
 */
export async function searchByHash(db: Kysely<Database>, hash: string): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select 'version' as kind, to_jsonb(id) as id, 'dataset ' || dataset_id as label, 'content root' as matched
      from versions where content_root = ${hash}
    union all select 'version', to_jsonb(id), 'dataset ' || dataset_id, 'metadata hash' from versions where metadata_hash = ${hash}
    union all select 'terms', to_jsonb(id), 'dataset ' || dataset_id, 'terms hash' from terms where terms_hash = ${hash}
    union all select 'member', to_jsonb(id), legal_name, 'credential hash' from members where credential_hash = ${hash}
    union all select 'member', to_jsonb(id), legal_name, 'identifier hash' from members where identifier_hash = ${hash}
    union all select 'transaction', to_jsonb(${hash}::text), 'block ' || min(block), 'transaction hash'
      from events where ${isOneOf('tx_hash', hash)} having count(*) > 0
    union all select 'block', to_jsonb(hash), 'block ' || number, 'block hash' from blocks where hash = ${hash}`.execute(db);
  return rows;
}

/**
 * Members by part of their legal name or register number, datasets by part of their title in any of its languages.
 *
 * @param db - The store.
 * @param text - In any case.
 * @param limit - Most hits.
 */
export async function searchByText(db: Kysely<Database>, text: string, limit: number): Promise<Hit[]> {
  const part = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await sql<Hit>`
    (select 'dataset' as kind, v.dataset_id as id, v.title as label, 'title' as matched from versions v
      where v.titles ilike ${part} and v.metadata is not null and not exists (
        select 1 from versions later where later.dataset_id = v.dataset_id and later.id > v.id and later.metadata is not null)
      order by v.dataset_id limit ${limit})
    union all (select 'member', id, legal_name, case when legal_name ilike ${part} then 'legal name' else 'identifier' end
      from members where legal_name ilike ${part} or identifier ilike ${part} order by id limit ${limit})
    order by kind, id limit ${limit}`.execute(db);
  return rows;
}
