import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

/** A page of rows: from after an id, at most so many. */
export interface Page {
  after: number;
  limit: number;
}

/**
 * A member with its keys and running totals.
 *
 * @param db - The store.
 * @param id - The member.
 */
export async function findMember(db: Kysely<Database>, id: number) {
  const member = await db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst();
  if (member === undefined) return undefined;
  const keys = await db
    .selectFrom('member_keys')
    .selectAll()
    .where('member_id', '=', id)
    .orderBy('block')
    .orderBy('address')
    .execute();
  const account = await db.selectFrom('accounts').select(['credited', 'paid']).where('member_id', '=', id).executeTakeFirst();
  return { ...member, keys, account: account ?? { credited: '0', paid: '0' } };
}

/**
 * Members by id.
 *
 * @param db - The store.
 * @param page - Which ones.
 */
export function listMembers(db: Kysely<Database>, page: Page) {
  return db.selectFrom('members').selectAll().where('id', '>', page.after).orderBy('id').limit(page.limit).execute();
}

/**
 * Legal names by member id, for answers that name members.
 *
 * @param db - The store.
 * @param ids - Members.
 */
export async function legalNames(db: Kysely<Database>, ids: Iterable<number>): Promise<Map<number, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('members').select(['id', 'legal_name']).where('id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.id, row.legal_name]));
}

/**
 * A member's payouts, newest first.
 *
 * @param db - The store.
 * @param memberId - The member.
 * @param page - `after` counts payouts to skip.
 */
export function listPayoutsOf(db: Kysely<Database>, memberId: number, page: Page) {
  return db
    .selectFrom('payouts')
    .selectAll()
    .where('member_id', '=', memberId)
    .orderBy('block', 'desc')
    .orderBy('log_index', 'desc')
    .offset(page.after)
    .limit(page.limit)
    .execute();
}

/**
 * Where a member was last paid its credit before a place: the lines of the next payout begin there.
 *
 * @param db - The store.
 * @param memberId - The member.
 * @param place - Exclusive.
 */
export function findPayoutBefore(db: Kysely<Database>, memberId: number, place: Place) {
  return db
    .selectFrom('payouts')
    .select(['block', 'log_index'])
    .where('member_id', '=', memberId)
    .where('kind', '=', 'credit')
    .where('failed', '=', false)
    .where((where) => where(where.refTuple('block', 'log_index'), '<', where.tuple(place.block, place.logIndex)))
    .orderBy('block', 'desc')
    .orderBy('log_index', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A place in the chain's order. */
export interface Place {
  block: number;
  logIndex: number;
}

/**
 * The distributions that credited a member between two places, oldest first: the lines of a payout.
 *
 * @param db - The store.
 * @param memberId - The member.
 * @param from - Exclusive.
 * @param to - Exclusive.
 */
export function listCredits(db: Kysely<Database>, memberId: number, from: Place, to: Place) {
  return db
    .selectFrom('distribution_lines as line')
    .innerJoin('versions', 'versions.id', 'line.table_id')
    .select(['line.block', 'line.log_index', 'line.table_id', 'versions.dataset_id', 'line.amount'])
    .where('line.kind', '=', 'originator')
    .where('line.payee_id', '=', memberId)
    .where((where) => where(where.refTuple('line.block', 'line.log_index'), '>', where.tuple(from.block, from.logIndex)))
    .where((where) => where(where.refTuple('line.block', 'line.log_index'), '<', where.tuple(to.block, to.logIndex)))
    .orderBy('line.block')
    .orderBy('line.log_index')
    .execute();
}
