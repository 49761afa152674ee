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

/**
 * The last block with events of ours up to another; the state at the end of both is the same.
 *
 * @param db - The store.
 * @param block - Inclusive.
 */
export function findBlockWithEvents(db: Kysely<Database>, block: number) {
  return db
    .selectFrom('blocks')
    .selectAll()
    .where('number', '=', (select) =>
      select.selectFrom('events').select('block').where('block', '<=', block).orderBy('block', 'desc').limit(1),
    )
    .executeTakeFirst();
}
