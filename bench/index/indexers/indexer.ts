import type { EventKind } from '../event-kinds.js';
import type { Manifest } from '../fill-chain.js';
import type { Running } from '../start-process.js';
import type { Totals } from '../totals.js';

/** What an indexer is let loose on. */
export interface Arena {
  manifest: Manifest;
  kinds: EventKind[];
  /** A file that tells peers of contracts and kinds of events. */
  kindsFile: string;
  rpcUrl: string;
  wsUrl: string;
  /** An empty PostgreSQL database; absent for those that bring their own. */
  databaseUrl?: string;
  /** Asks that database. The connection stays open: a new one for each look would take CPU from whoever is measured. */
  query: Query;
  /** An empty folder. */
  folder: string;
  /** Removes database and folder. */
  clear(): Promise<void>;
}

/** How it is told of new blocks, where it can be told. */
export interface HeadOptions {
  pollMs?: number;
  ws?: boolean;
}

/** An indexer that is compared. */
export interface Indexer {
  name: string;
  database: 'postgres' | 'pglite';
  /** As its documentation says, or as fast as it can be set. */
  settings: 'default' | 'tuned';
  /** Installs and generates what it needs; the first time takes long. */
  prepare(arena: Pick<Arena, 'manifest' | 'kinds' | 'kindsFile'>): Promise<void>;
  /** Makes the empty database before the clock starts; absent: PostgreSQL has one, and who brings its own makes it itself. */
  makeDatabase?(arena: Arena): Promise<void>;
  /** Starts it on an empty database. */
  start(arena: Arena, heads?: HeadOptions): Promise<Running>;
  /** The last indexed block; rejects while that can't be asked yet. */
  head(arena: Arena): Promise<number>;
  /** What it has found; asked when it has been stopped. */
  totals(arena: Arena): Promise<Partial<Totals>>;
}

/** Answers SQL with rows. */
export type Query = (sql: string) => Promise<Record<string, unknown>[]>;
