import { sql } from 'kysely';
import { askByIds } from './ask-by-ids.js';
import { among, beyond, type IdPage, type PlacePage } from './page.js';
import type { Rows } from './past.js';

const membersByIds = askByIds((db, ids) => db.selectFrom('members').selectAll().where(among('id', ids)));
const keysByMembers = askByIds((db, ids) =>
  db.selectFrom('member_keys').selectAll().where(among('member_id', ids)).orderBy('block').orderBy('address'),
);
const accountsByMembers = askByIds((db, ids) => db.selectFrom('accounts').selectAll().where(among('member_id', ids)));
const namesByIds = askByIds((db, ids) => db.selectFrom('members').select(['id', 'legal_name']).where(among('id', ids)));

/**
 * Members by id, each with its keys and running totals.
 *
 * @param db - The store.
 * @param ids - The members.
 */
export async function findMembers(db: Rows, ids: readonly number[]) {
  const [members, keys, accounts] = await Promise.all([
    membersByIds(db, ids),
    keysByMembers(db, ids),
    accountsByMembers(db, ids),
  ]);
  const keysOf = Map.groupBy(keys, (key) => key.member_id);
  const accountOf = new Map(accounts.map(({ credited, member_id, paid }) => [member_id, { credited, paid }]));
  const nothing = { credited: '0', paid: '0' };
  return new Map(
    members.map((one) => [one.id, { ...one, keys: keysOf.get(one.id) ?? [], account: accountOf.get(one.id) ?? nothing }]),
  );
}

/**
 * Members by id.
 *
 * @param db - The store.
 * @param filter - Only of one status, only some.
 * @param page - Which ones.
 */
export function listMembers(
  db: Rows,
  filter: { status?: 'active' | 'suspended' | 'voided' | undefined; ids?: readonly number[] | undefined },
  page: IdPage,
) {
  let query = db.selectFrom('members').selectAll().where('id', '>', page.after);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.ids !== undefined) query = query.where(among('id', filter.ids));
  return query.orderBy('id').limit(page.limit).execute();
}

/**
 * Legal names by member id, for answers that name members.
 *
 * @param db - The store.
 * @param ids - Members.
 */
export async function legalNamesOf(db: Rows, ids: readonly number[]): Promise<Map<number, string>> {
  return new Map((await namesByIds(db, ids)).map((row) => [row.id, row.legal_name]));
}

/**
 * Running totals of all members, by member.
 *
 * @param db - The store.
 * @param page - Which ones.
 */
export function listAccounts(db: Rows, page: IdPage) {
  return db
    .selectFrom('members')
    .leftJoin('accounts', 'accounts.member_id', 'members.id')
    .select(['members.id', 'members.legal_name'])
    .select([sql<string>`coalesce(credited, 0)`.as('credited'), sql<string>`coalesce(paid, 0)`.as('paid')])
    .where('members.id', '>', page.after)
    .orderBy('members.id')
    .limit(page.limit)
    .execute();
}

/**
 * The distributions that credited a member: the lines of its payouts.
 *
 * @param db - The store.
 * @param memberId - The member.
 * @param page - Which ones.
 */
export function listCredits(db: Rows, memberId: number, page: PlacePage) {
  return db
    .selectFrom('distribution_lines as line')
    .innerJoin('distributions', (join) =>
      join.onRef('distributions.block', '=', 'line.block').onRef('distributions.log_index', '=', 'line.log_index'),
    )
    .innerJoin('versions', 'versions.id', 'line.table_id')
    .select(['line.block', 'line.log_index', 'line.table_id', 'versions.dataset_id', 'line.amount'])
    .select(['distributions.block_time', 'distributions.tx_hash'])
    .where('line.kind', '=', 'originator')
    .where('line.payee_id', '=', memberId)
    .where(beyond('line', page))
    .orderBy('line.block', page.order)
    .orderBy('line.log_index', page.order)
    .limit(page.limit)
    .execute();
}
