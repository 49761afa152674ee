import { addTo, type ChangeSet, type Row } from './change-set.js';
import type { Database } from './schema.js';

/**
 * Adds to the books how much more there is of each kind after a stretch: whoever shows it counts nothing.
 *
 * @param set - What the stretch changes.
 */
export function addCounts(set: ChangeSet): void {
  const rowsOf = (table: keyof Database): Row[] => set.inserts.get(table) ?? [];
  const closed = [...(set.updates.get('offers')?.values() ?? [])].filter((row) => row.closed === true);
  const more = {
    datasets: rowsOf('datasets').length,
    versions: rowsOf('versions').length,
    derivations: rowsOf('sources').length,
    offers: rowsOf('offers').filter((row) => row.closed === false).length - closed.length,
    purchases: rowsOf('purchases').length,
    payouts: rowsOf('payouts').filter((row) => row.kind === 'credit' && row.failed === false).length,
  };
  const counts = Object.entries(more).filter(([, count]) => count !== 0);
  if (counts.length === 0) return;
  addTo(set.adds, 'books', true, Object.fromEntries(counts.map(([kind, count]) => [kind, BigInt(count)])));
}
