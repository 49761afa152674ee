import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { LedgerError } from '../../sdk/errors.js';
import { requireMember } from './member-view.js';
import type { MoneyReads, PayoutFilter, PayoutRow } from './money-reads.js';
import { nameMembers, placeOf } from './names.js';
import { byPlace, type PageOf, type PlacePage, toPage } from './page.js';
import type { MemberReads } from './reads.js';

type Reads = MemberReads & MoneyReads;

/**
 * Payouts, a page.
 *
 * @param reads - At one block.
 * @param filter - Which payouts.
 * @param page - Which ones.
 */
export function viewPayouts(reads: Reads, filter: PayoutFilter, page: PlacePage): Promise<PageOf<AnswerOf<'payouts'>>> {
  const read = (limit: number) => reads.listPayouts(filter, { ...page, limit });
  return toPage(page.limit, read, byPlace, async (rows) => {
    const named = await nameMembers(
      reads,
      rows.map((row) => row.member_id),
    );
    return rows.map((row) => shown(row, named));
  });
}

/**
 * A member's payouts, a page, each with the distributions that make it up: opening + lines = amount, and the difference is shown.
 *
 * @param reads - At one block.
 * @param id - The member.
 * @param page - Which ones.
 * @throws `NOT_FOUND`.
 */
export async function viewMemberPayouts(reads: Reads, id: number, page: PlacePage): Promise<PageOf<AnswerOf<'memberPayouts'>>> {
  await requireMember(reads, id);
  const named = await nameMembers(reads, [id]);
  const read = (limit: number) => reads.listPayouts({ memberId: id }, { ...page, limit });
  return toPage(page.limit, read, byPlace, (rows) =>
    Promise.all(rows.map(async (row) => ({ ...shown(row, named), ...(await linesOf(reads, row)) }))),
  );
}

/**
 * One payout with the distributions that make it up.
 *
 * @param reads - At one block.
 * @param id - Its place.
 * @throws `NOT_FOUND`.
 */
export async function viewPayout(reads: Reads, id: string): Promise<AnswerOf<'payout'>> {
  const row = await reads.findPayout(id);
  if (row === undefined) throw new LedgerError('NOT_FOUND', { what: 'payout', id });
  const named = await nameMembers(reads, [row.member_id]);
  return { ...shown(row, named), ...(await linesOf(reads, row)) };
}

/** What makes up a payout of credit; nothing for one that was refused, and for fees. */
async function linesOf(reads: Reads, row: PayoutRow) {
  if (row.failed || row.kind === 'fee') return {};
  const credits = await reads.listPayoutLines(byPlace(row));
  const sum = credits.reduce((total, line) => total + BigInt(line.amount), 0n);
  return {
    // A payout always pays the whole credit, so each one opens at zero.
    opening: '0',
    lines: credits.map((line) => ({
      distributionId: byPlace(line),
      tableId: line.table_id,
      datasetId: line.dataset_id,
      amount: line.amount,
      block: line.block,
    })),
    difference: (BigInt(row.amount) - sum).toString(),
  };
}

function shown(row: PayoutRow, named: Awaited<ReturnType<typeof nameMembers>>): AnswerOf<'payouts'> {
  const { account, amount, failed, kind } = row;
  return { id: byPlace(row), kind, member: named(row.member_id), account, amount, failed, ...placeOf(row) };
}

/**
 * The ledger's totals.
 *
 * @param reads - At one block.
 */
export async function viewBooks(reads: MoneyReads): Promise<AnswerOf<'books'>> {
  const { collected, credit, feeBps, fees, inTables, paidOut, tracked } = await reads.readBooks();
  return {
    tracked: String(tracked),
    inTables: String(inTables),
    credit: String(credit),
    fees: String(fees),
    collected: String(collected),
    paidOut: String(paidOut),
    feeBps,
  };
}
