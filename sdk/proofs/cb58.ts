import { concat, dataSlice, encodeBase58, getBytes, sha256 } from 'ethers';

/** Bytes as Avalanche writes ids: base 58, leading zero bytes as `1`, with a checksum. */
export function toCb58(bytes: Uint8Array): string {
  const whole = getBytes(concat([bytes, checksum(bytes)]));
  const zeros = whole.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros) + encodeBase58(whole).replace(/^1+/, '');
}

/** Four bytes that tell a slip of the pen; hex. */
export function checksum(bytes: Uint8Array): string {
  return dataSlice(sha256(bytes), -4);
}
