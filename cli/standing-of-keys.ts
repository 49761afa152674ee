import { fromBits, KEY_ROLES } from '../sdk/ids.js';
import type { Ledger } from '../sdk/ledger.js';

/** What the chain knows of a key. */
export interface KeyStanding {
  /** 0: no member's. */
  memberId: number;
  roles: string[];
  revoked: boolean;
}

/**
 * Asks the chain for whom a key acts.
 *
 * @param address - The key.
 */
export async function standingOf(ledger: Ledger, address: string): Promise<KeyStanding> {
  const { memberId, revokedAt, roles } = await ledger.members.keyOf(address);
  return { memberId: Number(memberId), roles: fromBits(roles, KEY_ROLES), revoked: revokedAt !== 0n };
}

/** The same in words. */
export function describeStanding({ memberId, revoked, roles }: KeyStanding): string {
  if (memberId === 0) return "no member's";
  return `member ${memberId}, ${revoked ? 'revoked' : roles.join(', ')}`;
}
