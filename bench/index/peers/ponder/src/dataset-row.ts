import { dataset } from 'ponder:schema';

// biome-ignore lint/suspicious/noExplicitAny: the schema is made from the events that occur, so its types are not known here.
type Loose = any;

/** What an event does to the row of its dataset, by its name. */
export const datasetRow: Record<string, (db: Loose, args: Loose) => Promise<unknown>> = {
  'DatasetRegistry.DatasetRegistered': (db, { datasetId, memberId }) =>
    db
      .insert(dataset)
      .values({ id: BigInt(datasetId), owner: BigInt(memberId), purchases: 0, gross: 0n, net: 0n, distributed: 0n }),
  'AccessMarket.AccessPurchased': (db, { tableId }) =>
    db.update(dataset, { id: BigInt(tableId) }).set((row: Loose) => ({ purchases: row.purchases + 1 })),
  'RevenueLedger.RevenueCollected': (db, { tableId, amount, fee }) =>
    db.update(dataset, { id: BigInt(tableId) }).set((row: Loose) => ({ gross: row.gross + amount, net: row.net + amount - fee })),
  'RevenueLedger.Distributed': (db, { tableId, amounts }) =>
    db.update(dataset, { id: BigInt(tableId) }).set((row: Loose) => ({ distributed: row.distributed + sumOf(amounts) })),
};

/** Two amounts are packed in a word. */
function sumOf(words: readonly bigint[]): bigint {
  return words.reduce((sum, word) => sum + (word >> 128n) + (word & ((1n << 128n) - 1n)), 0n);
}
