import { getBytes, keccak256 } from 'ethers';
import type { RawLog } from '../../server/chain/raw-log.js';

/** The Yellow Paper's bloom filter, from its words. */
export function bloomOf(logs: readonly RawLog[]): string {
  const filter = new Uint8Array(256);
  for (const value of logs.flatMap((one) => [one.address, ...one.topics])) {
    const digest = getBytes(keccak256(value));
    for (const i of [0, 2, 4]) {
      const bit = (((digest[i] as number) << 8) | (digest[i + 1] as number)) % 2048;
      filter[255 - Math.floor(bit / 8)] = (filter[255 - Math.floor(bit / 8)] as number) | (1 << (bit % 8));
    }
  }
  return `0x${Buffer.from(filter).toString('hex')}`;
}
