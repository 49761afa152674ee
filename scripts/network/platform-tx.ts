import { concat, getBytes, sha256 } from 'ethers';
import { checksum, toCb58 } from '../../sdk/proofs/cb58.js';

/** A signed transaction as the platform chain takes it: hex, with a checksum. */
export function withChecksum(tx: string): string {
  return concat([tx, checksum(getBytes(tx))]);
}

/** The id of a signed transaction on the platform chain. */
export function platformTxId(tx: string): string {
  return toCb58(getBytes(sha256(tx)));
}
