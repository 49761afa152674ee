import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

/**
 * Blocks that the index keeps, oldest first: those with events of ours, and those with which it stopped for a moment.
 *
 * @param db - The store.
 * @param from - First block.
 * @param to - Last block.
 */
export function listBlocks(db: Kysely<Database>, from: number, to: number) {
  return db.selectFrom('blocks').selectAll().where('number', '>=', from).where('number', '<=', to).orderBy('number').execute();
}

/**
 * How often and how far the chain has taken back blocks that it had called final, in the order in which it happened.
 *
 * @param db - The store.
 * @param after - From after this one.
 */
export function listRewinds(db: Kysely<Database>, after: number) {
  return db.selectFrom('rewinds').select(['id', 'from_block', 'to_block']).where('id', '>', after).orderBy('id').execute();
}
