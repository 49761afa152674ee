import type { Ask } from './engine.js';

/** A line of a payee table. */
export interface PayeeLine {
  table_id: number;
  position: number;
  kind: 'originator' | 'royalty';
  payee_id: number;
}

/**
 * Payee tables, line by line, in order. They never change.
 *
 * @param ask - The store.
 * @param tableIds - Which.
 */
export async function listPayeesOf(ask: Ask, tableIds: Iterable<number>): Promise<PayeeLine[]> {
  const ids = [...new Set(tableIds)].map(String);
  if (ids.length === 0) return [];
  return ask<PayeeLine>(
    'select table_id, position, kind, payee_id from payees where table_id = any($1::bigint[]) order by table_id, position',
    [ids],
  );
}
