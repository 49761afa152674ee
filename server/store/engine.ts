import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

/** A database behind the door: PostgreSQL, or PGlite inside this process. */
export interface Engine {
  db: Kysely<Database>;
  /** Runs statements without parameters, in order; one that fails ends them. */
  exec(statements: string): Promise<void>;
  /** Whether a transaction leaves others room; false: there is one connection, and everybody waits for it. */
  shared: boolean;
  /** Why this process no longer holds the store alone; undefined while it does. */
  lost(): string | undefined;
  close(): Promise<void>;
}

/** Where a store is: a PostgreSQL database, a folder of this machine, or only in memory. Each ledger has a schema of its own there. */
export type StorePlace = { url: string; schema: string } | { folder?: string; schema: string };
