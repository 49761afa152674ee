import { type Kysely, sql } from 'kysely';
import { isOneOf } from './events.js';
import type { Database } from './schema.js';

/** How a key stands: of a member, revoked, or of one who holds a role of the consortium. */
export type ReaderStanding = { status: string; validUntil: number } | 'revoked' | 'consortium';

/**
 * How a key stands as a reader.
 *
 * @param db - The store.
 * @param address - The key.
 * @returns Undefined when it is nobody's.
 */
export async function findReader(db: Kysely<Database>, address: string): Promise<ReaderStanding | undefined> {
  const key = await findKey(db, address);
  if (await holdsRole(db, address)) return 'consortium';
  if (key === undefined) return undefined;
  return key.revoked ? 'revoked' : { status: key.status, validUntil: key.validUntil };
}

/**
 * For which member a key acts, and how both stand.
 *
 * @param db - The store.
 * @param address - The key.
 * @returns Undefined when it is no member's.
 */
export async function findKey(db: Kysely<Database>, address: string) {
  const row = await db
    .selectFrom('member_keys')
    .innerJoin('members', 'members.id', 'member_keys.member_id')
    .select(['member_keys.member_id', 'member_keys.revoked', 'members.status', 'members.valid_until'])
    .where(sql<string>`lower(member_keys.address)`, '=', address.toLowerCase())
    .executeTakeFirst();
  return row && { memberId: row.member_id, revoked: row.revoked, status: row.status, validUntil: row.valid_until };
}

/** Whether an address holds any role of the consortium now, by what the access manager has said last of each. */
async function holdsRole(db: Kysely<Database>, address: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (
      select 1 from (
        select distinct on (args->>'roleId') type from events
        where ${isOneOf('type', 'RoleGranted', 'RoleRevoked')} and lower(args->>'account') = lower(${address})
        order by args->>'roleId', block desc, log_index desc
      ) last where type = 'RoleGranted'
    ) as held`.execute(db);
  return rows[0]?.held === true;
}

/**
 * Uses a nonce up, by one atomic insert; forgets those whose time is over.
 *
 * @param db - The store.
 * @param nonce - 32 bytes in hex.
 * @param until - How long it is remembered, Unix seconds.
 * @param now - Unix seconds.
 * @returns False when it was used before.
 */
export async function spendNonce(db: Kysely<Database>, nonce: string, until: number, now: number): Promise<boolean> {
  await db.deleteFrom('used_nonces').where('until', '<', now).execute();
  const written = await db
    .insertInto('used_nonces')
    .values({ nonce: nonce.toLowerCase(), until })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return written.numInsertedOrUpdatedRows === 1n;
}
