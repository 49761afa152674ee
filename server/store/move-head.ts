import type { Step } from './engine.js';

/** The head of the index. */
export interface Cursor {
  block: number;
  block_hash: string;
  block_time: number;
}

/** The store's head is not the one that the rows follow: somebody else wrote, or a commit went through unheard. */
export class HeadMoved extends Error {}

/** SQLSTATE when the head is another one. */
const HEAD_MOVED = 'GL001';

/**
 * Moves the head from one block to another, or refuses the whole transaction.
 *
 * @param floor - The oldest block that can be gone back to then, as SQL.
 */
export function moveHead(from: Cursor, to: Cursor, floor: string): Extract<Step, { statement: string }> {
  return {
    statement: `with moved as (
        update cursors set block = ${to.block}, block_hash = $1::text, block_time = ${to.block_time}, floor = ${floor}
        where block = ${from.block} and block_hash = $2::text returning 1
      ) select require_rows(count(*), 1, '${HEAD_MOVED}', 'cursors') from moved`,
    values: [to.block_hash, from.block_hash],
  };
}

/** What a refusal of {@link moveHead} is for who wrote; other errors as they are. */
export function asHeadMoved(error: unknown, from: Cursor): unknown {
  const isMoved = error instanceof Error && 'code' in error && error.code === HEAD_MOVED;
  return isMoved ? new HeadMoved(`the head is not block ${from.block} any more`) : error;
}
