/** One line of a payee table. Shares are in basis points of sales. */
export type Payee =
  | { kind: 'originator'; id: number; shareBps: number }
  | { kind: 'royalty'; id: number; shareBps: number; onward: boolean };

/** A royalty's `id` is the table (the version that introduced it) that is paid. */
export type Royalty = Extract<Payee, { kind: 'royalty' }>;

/**
 * Packs a payee as the contract stores it: id 32 · royalty 1 · share 15 · onward 1 · free 15.
 *
 * @param payee - The payee.
 */
export function packEntry(payee: Payee): bigint {
  const royalty = payee.kind === 'royalty';
  const onward = royalty && payee.onward;
  return (BigInt(payee.id) << 32n) | (royalty ? 1n << 31n : 0n) | (BigInt(payee.shareBps) << 16n) | (onward ? 1n << 15n : 0n);
}

/**
 * Unpacks an entry of a payee table.
 *
 * @param entry - As the contract stores it.
 */
export function unpackEntry(entry: bigint): Payee {
  const id = Number(entry >> 32n);
  const shareBps = Number((entry >> 16n) & 0x7fffn);
  if (((entry >> 31n) & 1n) === 0n) return { kind: 'originator', id, shareBps };
  return { kind: 'royalty', id, shareBps, onward: ((entry >> 15n) & 1n) === 1n };
}

/**
 * Sorts payees as a table must be: originators before royalties, each by id.
 *
 * @param payees - In any order.
 */
export function sortPayees<T extends Payee>(payees: readonly T[]): T[] {
  const rank = (payee: Payee) => (payee.kind === 'originator' ? 0 : 1);
  return [...payees].sort((a, b) => rank(a) - rank(b) || a.id - b.id);
}

/**
 * Unpacks the amounts of a `Distributed` event, two in a word.
 *
 * @param words - As emitted.
 * @param count - Number of payees in the table.
 * @returns Amounts in table order, in settlement-token base units.
 */
export function unpackAmounts(words: readonly bigint[], count: number): bigint[] {
  const mask = (1n << 128n) - 1n;
  return Array.from({ length: count }, (_, i) => ((words[i >> 1] as bigint) >> (128n * BigInt(i % 2))) & mask);
}

/** A version's storage slot, unpacked. */
export interface VersionFacts {
  datasetId: number;
  tableId: number;
  /** Unix seconds. */
  publishedAt: number;
  /** Entries in the table this version introduced; 0 when it inherits one. */
  payees: number;
  /** The originators' part of the table, in basis points. */
  ownShareBps: number;
}

/**
 * Unpacks a version's slot: dataset 32 · table 32 · publishedAt 32 · state 8 · payees 8 · ownShare 16, from the low end.
 *
 * @param word - As the contract stores it; 0 for a version that does not exist.
 */
export function unpackVersion(word: bigint): VersionFacts {
  const field = (shift: number, bits: number) => Number((word >> BigInt(shift)) & ((1n << BigInt(bits)) - 1n));
  return {
    datasetId: field(0, 32),
    tableId: field(32, 32),
    publishedAt: field(64, 32),
    payees: field(104, 8),
    ownShareBps: field(112, 16),
  };
}
