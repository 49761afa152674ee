import { ZeroAddress } from 'ethers';
import { LedgerError } from '../sdk/errors.js';
import type { Ledger } from '../sdk/ledger.js';
import { parseAddress, parseId } from './arguments.js';

/**
 * Where tokens for somebody go: an address as it is, or a member's payout account.
 *
 * @param who - An address or a member id.
 * @throws `BAD_ARGUMENT`, `NOT_FOUND`; `NO_PAYOUT_ACCOUNT` while the member is frozen.
 */
export async function payeeOf(ledger: Ledger, who: string): Promise<string> {
  if (!/^\d+$/.test(who)) return parseAddress(who, 'address or member');
  const memberId = parseId(who);
  if (!(await ledger.members.exists(memberId))) throw new LedgerError('NOT_FOUND', { what: 'member', id: memberId });
  const { account } = await ledger.members.payoutFor(memberId, ZeroAddress);
  if (account === ZeroAddress) throw new LedgerError('NO_PAYOUT_ACCOUNT', { memberId });
  return account;
}
