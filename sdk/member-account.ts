import { dataSlice, getAddress, id, toBeHex } from 'ethers';

/** The low 16 bytes of keccak256("genba.member.account"), as `MemberAccount.sol` has them. */
const TAG = dataSlice(id('genba.member.account'), 16);

/**
 * The keyless address that stands for a member as an owner of tokens.
 *
 * @param memberId - The member.
 */
export function accountOf(memberId: number): string {
  return getAddress(`${TAG}${toBeHex(memberId, 4).slice(2)}`);
}

/**
 * Which member an address stands for.
 *
 * @param address - With 0x, in any case.
 * @returns Undefined when it is no member's account.
 */
export function memberOfAccount(address: string): number | undefined {
  const text = address.toLowerCase();
  return text.startsWith(TAG) ? Number.parseInt(text.slice(-8), 16) : undefined;
}
