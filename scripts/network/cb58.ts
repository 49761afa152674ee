import { createHash } from 'node:crypto';
import { encodeBase58, hexlify } from 'ethers';

/** Four bytes that tell a slip of the pen. */
function checksum(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest().subarray(-4);
}

/** Bytes as the platform chain writes ids: base 58, leading zero bytes as `1`, with a checksum. */
export function toCb58(bytes: Uint8Array): string {
  const whole = Buffer.concat([bytes, checksum(bytes)]);
  const zeros = whole.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros) + encodeBase58(hexlify(whole)).replace(/^1+/, '');
}

/** A signed transaction as the platform chain takes it: hex, with a checksum. */
export function withChecksum(hex: string): string {
  const bytes = Buffer.from(hex.slice(2), 'hex');
  return hex + Buffer.from(checksum(bytes)).toString('hex');
}

/** The id of a signed transaction on the platform chain. */
export function platformTxId(hex: string): string {
  return toCb58(
    createHash('sha256')
      .update(Buffer.from(hex.slice(2), 'hex'))
      .digest(),
  );
}
