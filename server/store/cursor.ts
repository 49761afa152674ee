import type { Kysely } from 'kysely';
import type { Cursor } from './row-change.js';
import type { Database } from './schema.js';

/** Which chain a store is of. */
export interface ChainIdentity {
  chain_id: number;
  genesis_hash: string;
}

/**
 * Reads the head of the index; makes it when the store is new.
 *
 * @param db - The store.
 * @param identity - The chain that the service is on.
 * @param start - The block before the first one to read.
 * @returns The head, and the identity that the store has.
 */
export async function openCursor(db: Kysely<Database>, identity: ChainIdentity, start: Cursor): Promise<Cursor & ChainIdentity> {
  await db
    .insertInto('cursors')
    .values({ ...identity, ...start })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return readCursor(db) as Promise<Cursor & ChainIdentity>;
}

/**
 * Reads the head of the index.
 *
 * @param db - The store.
 * @returns Undefined until the index was opened once.
 */
export function readCursor(db: Kysely<Database>): Promise<(Cursor & ChainIdentity) | undefined> {
  return db.selectFrom('cursors').select(['chain_id', 'genesis_hash', 'block', 'block_hash', 'block_time']).executeTakeFirst();
}
