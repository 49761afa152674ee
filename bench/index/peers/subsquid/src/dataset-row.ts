import type { Dataset } from './model';

/** What an event does to the row of its dataset. */
export interface DatasetChange {
  id: string;
  apply(dataset: Dataset): void;
}

// biome-ignore lint/suspicious/noExplicitAny: the events are made from those that occur, so their types are not known here.
type Loose = any;

/** The change that an event makes, by the event's name. */
export const changeOf: Record<string, (args: Loose) => DatasetChange> = {
  'DatasetRegistry.DatasetRegistered': ({ datasetId, memberId }) => ({
    id: String(datasetId),
    apply(dataset) {
      dataset.owner = BigInt(memberId);
    },
  }),
  'AccessMarket.AccessPurchased': ({ tableId }) => ({
    id: String(tableId),
    apply(dataset) {
      dataset.purchases++;
    },
  }),
  'RevenueLedger.RevenueCollected': ({ tableId, amount, fee }) => ({
    id: String(tableId),
    apply(dataset) {
      dataset.gross += amount;
      dataset.net += BigInt(amount) - BigInt(fee);
    },
  }),
  'RevenueLedger.Distributed': ({ tableId, amounts }) => ({
    id: String(tableId),
    apply(dataset) {
      dataset.distributed += sumOf(amounts);
    },
  }),
};

/** Two amounts are packed in a word. */
function sumOf(words: readonly bigint[]): bigint {
  return words.reduce((sum, word) => sum + (word >> 128n) + (word & ((1n << 128n) - 1n)), 0n);
}
