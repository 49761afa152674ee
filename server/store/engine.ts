import type { Kysely } from 'kysely';
import type { Database } from './schema.js';
import type { Place, PlaceCalls } from './take-place.js';

/** Asks for rows: a statement with `$1` and so on, and what stands for them. */
export type Ask = <Row>(statement: string, values: readonly unknown[]) => Promise<Row[]>;

/** One transaction that writes. */
export interface Writing {
  ask: Ask;
  /** Runs a statement and returns how many rows it touched. */
  touch(statement: string, values: readonly unknown[]): Promise<number>;
}

/** One of many that are sent together: rows for a table in the text format of COPY, or a statement in which `$1` and so on stand for texts. */
export type Step = { copy: string; columns: readonly string[]; text: string } | { statement: string; values: readonly string[] };

/** What ends a transaction that writes. */
export interface WriteLimits {
  /** Longest time for one statement, in milliseconds; absent: as all others. PGlite has none. */
  limitMs?: number;
  /** Breaks off the statement that runs; PGlite ends it first. */
  signal?: AbortSignal;
}

/** A database behind the door: PostgreSQL, or PGlite inside this process. */
export interface Engine {
  db: Kysely<Database>;
  /** Runs statements without parameters, in order; one that fails ends them. Each may take so long, in milliseconds; absent: as all others. */
  exec(statements: string, limitMs?: number): Promise<void>;
  /**
   * Takes steps one after the other in one transaction, all sent at once: all of it or nothing. When one that was asked for before fails, so may this.
   *
   * @throws Error of the first step that fails, with its SQLSTATE as `code`.
   */
  run(steps: readonly Step[]): Promise<void>;
  /** Writes in one transaction: all of it or nothing. */
  write<T>(work: (writing: Writing) => Promise<T>, limits?: WriteLimits): Promise<T>;
  /** Whether a transaction leaves others room; false: there is one connection, and everybody waits for it. */
  shared: boolean;
  /** Takes a place among the processes that serve this store. */
  takePlace(calls: PlaceCalls): Place;
  /** Why this process no longer holds the store alone; undefined while it does. */
  lost(): string | undefined;
  close(): Promise<void>;
}

/** For what a store is opened: by a tool for itself alone, to be served beside others, or only to be read. */
export type StoreUse = 'own' | 'serve' | 'read';

/** Where a store is: a PostgreSQL database, or a folder of this machine. Each ledger has a schema of its own there. */
export type StorePlace = { url: string; schema: string } | { folder: string; schema: string };
