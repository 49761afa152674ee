// biome-ignore lint/suspicious/noExplicitAny: the schema is made from the events that occur, so its types are not known here.
type Loose = any;

/** What an event does to the row of its dataset, by its name. */
export const datasetRow: Record<string, (datasets: Loose, params: Loose) => Promise<void>> = {
  'DatasetRegistry.DatasetRegistered': async (datasets, { datasetId, memberId }) => {
    datasets.set({ id: String(datasetId), owner: memberId, purchases: 0, gross: 0n, net: 0n, distributed: 0n });
  },
  'AccessMarket.AccessPurchased': async (datasets, { tableId }) => {
    const row = await datasets.getOrThrow(String(tableId));
    datasets.set({ ...row, purchases: row.purchases + 1 });
  },
  'RevenueLedger.RevenueCollected': async (datasets, { tableId, amount, fee }) => {
    const row = await datasets.getOrThrow(String(tableId));
    datasets.set({ ...row, gross: row.gross + amount, net: row.net + amount - fee });
  },
  'RevenueLedger.Distributed': async (datasets, { tableId, amounts }) => {
    const row = await datasets.getOrThrow(String(tableId));
    datasets.set({ ...row, distributed: row.distributed + sumOf(amounts) });
  },
};

/** Two amounts are packed in a word. */
function sumOf(words: readonly bigint[]): bigint {
  return words.reduce((sum, word) => sum + (word >> 128n) + (word & ((1n << 128n) - 1n)), 0n);
}
