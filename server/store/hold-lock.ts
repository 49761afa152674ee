import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { connectToLock, findHolder, LOCK_AGAIN_MS, tryLock } from './advisory-lock.js';
import type { LockHolder } from './lock.js';

/** A service that was killed lets go when PostgreSQL notices; so long is it waited for, in milliseconds. */
const LOCK_WAIT_MS = 5_000;

/** A lock that is held for a tool that wants the store for itself. */
export interface HeldLock {
  /** Why it is no longer held; undefined while it is. */
  lost(): string | undefined;
  release(): Promise<void>;
}

/**
 * Takes a schema for this process alone. It tells a second one by mistake from the first; the books do not rest on it, for no rows are written
 * but on top of the head that they follow.
 *
 * @param settings - Of the connection that holds it.
 * @param schema - What is held.
 * @returns The lock, or who holds it.
 */
export async function holdLock(settings: pg.ClientConfig, schema: string): Promise<HeldLock | LockHolder> {
  let problem: string | undefined;
  const client = await connectToLock(settings);
  const until = Date.now() + LOCK_WAIT_MS;
  while (!(await tryLock(client, schema))) {
    if (Date.now() < until) {
      await sleep(LOCK_AGAIN_MS);
      continue;
    }
    const heldBy = await findHolder(client, schema);
    await client.end();
    return { heldBy };
  }
  client.once('end', () => {
    problem = 'the connection to the database broke';
  });
  return { lost: () => problem, release: () => client.end() };
}
