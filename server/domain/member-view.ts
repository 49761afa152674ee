import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { LedgerError } from '../../sdk/errors.js';
import { fromBits, KEY_ROLES } from '../../sdk/ids.js';
import { placeOf } from './names.js';
import { byId, byPlace, type IdPage, type PageOf, type PlacePage, toPage } from './page.js';
import type { MemberRow, TimelessReads } from './reads.js';

/** A member as answers show it. */
function summary(member: MemberRow): AnswerOf<'members'> {
  return {
    id: member.id,
    legalName: member.legal_name,
    scheme: member.scheme,
    identifier: member.identifier,
    status: member.status,
    admittedAt: member.admitted_at,
    validUntil: member.valid_until,
    frozenUntil: member.frozen_until === 0 ? null : member.frozen_until,
  };
}

/**
 * Members, a page.
 *
 * @param reads - At one block.
 * @param filter - Only of one status, only some.
 * @param page - Which ones.
 */
export function viewMembers(
  reads: TimelessReads,
  filter: { status?: MemberRow['status'] | undefined; ids?: readonly number[] | undefined },
  page: IdPage,
): Promise<PageOf<AnswerOf<'members'>>> {
  const read = (limit: number) => reads.listMembers(filter, { ...page, limit });
  return toPage(page.limit, read, byId, (rows) => rows.map(summary));
}

/**
 * One member with its keys and its money.
 *
 * @param reads - At one block.
 * @param id - The member.
 * @throws `NOT_FOUND`.
 */
export async function viewMember(reads: TimelessReads, id: number): Promise<AnswerOf<'member'>> {
  const member = await reads.findMember(id);
  if (member === undefined) throw new LedgerError('NOT_FOUND', { what: 'member', id });
  return {
    ...summary(member),
    credentialHash: member.credential_hash,
    notaryId: member.notary_id,
    keys: member.keys.map((key) => ({
      address: key.address,
      roles: fromBits(BigInt(key.roles), KEY_ROLES),
      revoked: key.revoked,
    })),
    payout: { account: member.payout_account, minimum: member.payout_minimum },
    account: money(member.account),
  };
}

/**
 * What each member was credited and paid, a page.
 *
 * @param reads - At one block.
 * @param page - Which ones.
 */
export function viewAccounts(reads: TimelessReads, page: IdPage): Promise<PageOf<AnswerOf<'accounts'>>> {
  const read = (limit: number) => reads.listAccounts({ ...page, limit });
  return toPage(page.limit, read, byId, (rows) =>
    rows.map((row) => ({ member: { id: row.id, legalName: row.legal_name }, ...money(row) })),
  );
}

/**
 * The distributions that credited a member, a page.
 *
 * @param reads - At one block.
 * @param id - The member.
 * @param page - Which ones.
 * @throws `NOT_FOUND`.
 */
export async function viewCredits(reads: TimelessReads, id: number, page: PlacePage): Promise<PageOf<AnswerOf<'credits'>>> {
  await requireMember(reads, id);
  const read = (limit: number) => reads.listCredits(id, { ...page, limit });
  return toPage(page.limit, read, byPlace, (rows) =>
    rows.map((row) => ({
      distributionId: byPlace(row),
      tableId: row.table_id,
      datasetId: row.dataset_id,
      amount: row.amount,
      ...placeOf(row),
    })),
  );
}

/** @throws `NOT_FOUND`. */
export async function requireMember(reads: Pick<TimelessReads, 'findMember'>, id: number): Promise<void> {
  if ((await reads.findMember(id)) === undefined) throw new LedgerError('NOT_FOUND', { what: 'member', id });
}

function money({ credited, paid }: { credited: string; paid: string }) {
  return { credited, paid, credit: (BigInt(credited) - BigInt(paid)).toString() };
}
