import type { MemberReads } from './reads.js';

/** Names members in answers, all of a page at once; 0 is nobody. */
export async function nameMembers(reads: Pick<MemberReads, 'legalNames'>, ids: readonly number[]) {
  const names = await reads.legalNames(ids.filter((id) => id > 0));
  return (id: number) => ({ id, legalName: names.get(id) ?? '' });
}

/** Where a row came from, as answers show it. */
export function placeOf(row: { block: number; block_time: number; tx_hash: string }) {
  return { block: row.block, time: row.block_time, txHash: row.tx_hash };
}
