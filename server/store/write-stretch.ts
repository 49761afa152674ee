import { askOf } from './ask-of.js';
import type { ChangeSet } from './change-set.js';
import type { Engine, Step } from './engine.js';
import { createMemory } from './follow-up.js';
import { asHeadMoved, type Cursor, moveHead } from './move-head.js';
import { readyStretch } from './ready-stretch.js';
import { takeBack } from './undo.js';

/** Consecutive blocks and what they change. */
export interface Stretch {
  /** The head that they follow. */
  from: Cursor;
  /** The block with which they end. */
  to: Cursor;
  /** Blocks to remember by hash and time: those with events, and the last. */
  blocks: readonly { number: number; hash: string; time: number }[];
  set: ChangeSet;
  /** Whether it can be taken back; then it is one block. Others must be so old that nobody takes them back. */
  canGoBack: boolean;
}

/**
 * Writes a stretch and the cursor in one transaction: either all of it is there after a crash, or nothing. Rows go only on top of the head
 * that they follow, so none is written twice, whoever else writes.
 *
 * @param engine - The store.
 * @param stretch - What is written.
 * @param ready - What {@link readyStretch} has made of it; absent: it is made now.
 * @throws {@link HeadMoved}
 */
export async function writeStretch(engine: Engine, stretch: Stretch, ready?: readonly Step[]): Promise<void> {
  const steps = ready ?? (await readyStretch(askOf(engine.db), stretch, createMemory()));
  await engine.run(steps).catch((error: unknown) => {
    throw asHeadMoved(error, stretch.from);
  });
}

/**
 * Takes the index back to a block that it has, bit for bit as if it had been read only so far.
 *
 * @param engine - The store.
 * @param from - The head now.
 * @param to - The head then, not below the floor.
 * @throws {@link HeadMoved}
 */
export async function rewind(engine: Engine, from: Cursor, to: Cursor): Promise<void> {
  try {
    await engine.write(async (writing) => {
      const { statement, values } = moveHead(from, to, 'floor');
      await writing.touch(statement, values);
      await takeBack(writing, from, to);
    });
  } catch (error) {
    throw asHeadMoved(error, from);
  }
}
