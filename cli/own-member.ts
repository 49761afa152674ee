import { LedgerError } from '../sdk/errors.js';
import type { Actor } from './context.js';

/**
 * The member that a key acts for.
 *
 * @throws `KEY_OF_NOBODY`.
 */
export async function ownMember({ ledger, wallet }: Pick<Actor, 'ledger' | 'wallet'>): Promise<number> {
  const { memberId } = await ledger.members.keyOf(wallet.address);
  if (memberId === 0n) throw new LedgerError('KEY_OF_NOBODY', { key: wallet.address });
  return Number(memberId);
}
