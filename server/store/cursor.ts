import { type Kysely, sql } from 'kysely';
import type { Cursor } from './move-head.js';
import type { Database } from './schema.js';

/** Which chain a store is of. */
export interface ChainIdentity {
  chain_id: number;
  genesis_hash: string;
}

/** The head of the index, and the oldest block that it can go back to. */
export type Head = Cursor & ChainIdentity & { floor: number };

/**
 * Reads the head of the index; makes it when the store is new.
 *
 * @param db - The store.
 * @param identity - The chain that the service is on.
 * @param start - The block before the first one to read.
 * @returns The head, and the identity that the store has.
 */
export async function openCursor(db: Kysely<Database>, identity: ChainIdentity, start: Cursor): Promise<Head> {
  await db.transaction().execute(async (transaction) => {
    const made = await transaction
      .insertInto('cursors')
      .values({ ...identity, ...start, floor: start.block })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows !== 1n || start.block < 0) return;
    const block = { number: start.block, hash: start.block_hash, time: start.block_time };
    await transaction.insertInto('blocks').values(block).execute();
  });
  return readCursor(db) as Promise<Head>;
}

/**
 * Reads the head of the index.
 *
 * @param db - The store.
 * @returns Undefined until the index was opened once.
 */
export function readCursor(db: Kysely<Database>): Promise<Head | undefined> {
  return db
    .selectFrom('cursors')
    .select(['chain_id', 'genesis_hash', 'block', 'block_hash', 'block_time', 'floor'])
    .executeTakeFirst();
}

/**
 * Reads the head of the index, and the era it belongs to: while that is the same, blocks have only been added. It changes when some are taken back, and
 * when another index takes the place of this one.
 *
 * @param db - The store.
 * @returns Undefined until the index was opened once.
 */
export async function readMoment(db: Kysely<Database>): Promise<(Cursor & { era: string }) | undefined> {
  const { rows } = await sql<Cursor & { era: string }>`
    select block, block_hash, block_time, tableoid || '.' || (select coalesce(max(id), 0) from rewinds) as era from cursors`.execute(
    db,
  );
  return rows[0];
}
