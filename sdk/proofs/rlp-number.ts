import { toBeHex } from 'ethers';

/** A number as RLP has it: without zeros in front, and nothing for 0. */
export function rlpNumber(hex: string): string {
  const value = BigInt(hex);
  return value === 0n ? '0x' : toBeHex(value);
}
