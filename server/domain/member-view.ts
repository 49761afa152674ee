import { LedgerError } from '../../sdk/errors.js';
import { fromBits, KEY_ROLES } from '../../sdk/ids.js';
import type { LedgerReads, Page } from './reads.js';

/** A member as answers show it. */
function summary(member: Awaited<ReturnType<LedgerReads['listMembers']>>[number]) {
  return {
    id: member.id,
    legalName: member.legal_name,
    scheme: member.scheme,
    identifier: member.identifier,
    status: member.status,
    admittedAt: member.admitted_at,
    validUntil: member.valid_until,
    /** Exclusive; null: never frozen */
    frozenUntil: member.frozen_until === 0 ? null : member.frozen_until,
  };
}

/**
 * Members, a page.
 *
 * @param reads - At one block.
 * @param page - After which id.
 */
export async function viewMembers(reads: LedgerReads, page: Page) {
  return (await reads.listMembers(page)).map(summary);
}

/**
 * One member with its keys and its money.
 *
 * @param reads - At one block.
 * @param id - The member.
 * @throws `NOT_FOUND`.
 */
export async function viewMember(reads: LedgerReads, id: number) {
  const member = await reads.findMember(id);
  if (member === undefined) throw new LedgerError('NOT_FOUND', { what: 'member', id });
  const { credited, paid } = member.account;
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
    account: { credited, paid, credit: (BigInt(credited) - BigInt(paid)).toString() },
  };
}

/**
 * A member's payouts, newest first, each with the distributions that make it up: opening + lines = amount, and the difference is shown.
 *
 * @param reads - At one block.
 * @param id - The member.
 * @param page - Payouts to skip, and most payouts.
 * @throws `NOT_FOUND`.
 */
export async function viewPayouts(reads: LedgerReads, id: number, page: Page) {
  if ((await reads.findMember(id)) === undefined) throw new LedgerError('NOT_FOUND', { what: 'member', id });
  const rows = await reads.listPayoutsOf(id, page);
  return Promise.all(
    rows.map(async (row) => {
      const shown = {
        kind: row.kind,
        account: row.account,
        amount: row.amount,
        failed: row.failed,
        block: row.block,
        time: row.block_time,
        txHash: row.tx_hash,
      };
      if (row.failed || row.kind === 'fee') return shown;
      const here = { block: row.block, logIndex: row.log_index };
      const before = await reads.findPayoutBefore(id, here);
      const from = before === undefined ? { block: -1, logIndex: -1 } : { block: before.block, logIndex: before.log_index };
      const credits = await reads.listCredits(id, from, here);
      const lines = credits.map((line) => ({
        tableId: line.table_id,
        datasetId: line.dataset_id,
        amount: line.amount,
        block: line.block,
      }));
      const sum = lines.reduce((total, line) => total + BigInt(line.amount), 0n);
      // A payout always pays the whole credit, so each one opens at zero.
      return { ...shown, opening: '0', lines, difference: (BigInt(row.amount) - sum).toString() };
    }),
  );
}
