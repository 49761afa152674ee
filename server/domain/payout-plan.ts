/** Most tables in a `distribute`, and most members in a `payOut`: some five million gas each. */
export const TABLES_PER_TRANSACTION = 50;
export const MEMBERS_PER_TRANSACTION = 100;

/** A table with revenue that is not distributed yet, and the tables that its royalties feed. */
export interface DueTable {
  tableId: number;
  feeds: number[];
}

/**
 * Plans which tables to distribute: those that are due and, after them, the sources that they feed. Royalties go to a source's
 * originators only, so nothing is due beyond one step.
 *
 * @param due - In any order.
 * @param limit - Most tables per transaction.
 * @returns Batches of table ids, strictly descending through all of them.
 */
export function planDistribution(due: readonly DueTable[], limit: number): number[][] {
  const tables = new Set(due.flatMap(({ tableId, feeds }) => [tableId, ...feeds]));
  return batches(
    [...tables].sort((a, b) => b - a),
    limit,
  );
}

/**
 * Plans whom to pay.
 *
 * @param members - Members that are due, in any order.
 * @param limit - Most members per transaction.
 * @returns Batches of member ids, strictly ascending.
 */
export function planPayouts(members: readonly number[], limit: number): number[][] {
  return batches(
    [...new Set(members)].sort((a, b) => a - b),
    limit,
  );
}

function batches(ids: readonly number[], limit: number): number[][] {
  return Array.from({ length: Math.ceil(ids.length / limit) }, (_, i) => ids.slice(i * limit, (i + 1) * limit));
}
