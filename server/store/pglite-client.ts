import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ROOT } from '../root.js';
import type { Step } from './engine.js';

/** What the thread is asked to do. */
export type Task =
  /** Within an open transaction, or outside of all. */
  | { do: 'query'; statement: string; values: readonly unknown[]; within: number | undefined }
  | { do: 'run'; steps: readonly Step[] }
  | { do: 'exec'; statements: string }
  | { do: 'begin'; number: number }
  | { do: 'end'; number: number; commits: boolean }
  | { do: 'close' };

/** What it answers. */
export type Answer = { id: number } & (
  | { result: unknown }
  | { error: { code: string | undefined; detail: string | undefined; message: string } }
);

/** Rows as PGlite gives them. */
export interface Answered<Row> {
  rows: Row[];
  fields: { name: string; dataTypeID: number }[];
  affectedRows?: number;
}

/** Asks within one transaction. */
export interface PgliteTransaction {
  query<Row>(statement: string, values?: readonly unknown[]): Promise<Answered<Row>>;
  rollback(): Promise<void>;
}

/** PGlite in a thread of its own. */
export interface PgliteClient {
  query<Row>(statement: string, values?: readonly unknown[]): Promise<Answered<Row>>;
  exec(statements: string): Promise<void>;
  /** Takes steps in a transaction of their own. */
  run(steps: readonly Step[]): Promise<void>;
  /** All of it or nothing; others wait meanwhile. */
  transaction<T>(work: (transaction: PgliteTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  /** This and what follows is for Kysely. */
  closed: boolean;
  ready: boolean;
  waitReady: Promise<void>;
}

/**
 * Starts PGlite.
 *
 * @param folder - Where its data are.
 * @param settings - Of PostgreSQL, as `name=value`; what is not named is as PGlite has it.
 * @throws Error when it can't open them.
 */
export async function startPglite(folder: string, settings: readonly string[]): Promise<PgliteClient> {
  // Without what this process was started with: the thread needs no loader of TypeScript.
  const worker = new Worker(path.join(ROOT, 'server', 'store', 'pglite-thread.ts'), {
    workerData: { folder, settings },
    execArgv: [],
  });
  const open = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  let begun = 0;
  let opened = false;
  let ended: Error | undefined;

  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of open.values()) reject(ended);
    open.clear();
  };
  /** Keeps the process alive only while somebody waits. */
  const settle = (id: number) => {
    const waiting = open.get(id);
    open.delete(id);
    if (open.size === 0) worker.unref();
    return waiting;
  };
  worker.on('message', (answer: Answer) => {
    const waiting = settle(answer.id);
    if ('result' in answer) waiting?.resolve(answer.result);
    else waiting?.reject(Object.assign(new Error(answer.error.message), answer.error));
  });
  worker.on('error', end);
  worker.on('exit', (code) => {
    end(new Error(`PGlite has ended with code ${code}`));
    // Nobody can go on without the store: the process ends, and whoever keeps it starts it again.
    if (opened && !client.closed) throw ended;
  });

  const ask = <T>(task: Task): Promise<T> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      const id = ++asked;
      open.set(id, { resolve: resolve as (result: unknown) => void, reject });
      worker.ref();
      try {
        worker.postMessage({ id, task });
      } catch (error) {
        settle(id)?.reject(error as Error);
      }
    });
  const query = <Row>(statement: string, values: readonly unknown[] = [], within?: number) =>
    ask<Answered<Row>>({ do: 'query', statement, values, within });

  const client: PgliteClient = {
    query: (statement, values) => query(statement, values),
    exec: (statements) => ask({ do: 'exec', statements }),
    run: (steps) => ask({ do: 'run', steps }),
    async transaction(work) {
      const number = ++begun;
      let over = false;
      const finish = async (commits: boolean): Promise<void> => {
        if (over) return;
        over = true;
        await ask({ do: 'end', number, commits });
      };
      await ask({ do: 'begin', number });
      try {
        const result = await work({
          query: (statement, values) => query(statement, values, number),
          rollback: () => finish(false),
        });
        await finish(true);
        return result;
      } catch (error) {
        await finish(false);
        throw error;
      }
    },
    async close() {
      client.closed = true;
      try {
        if (ended === undefined) await ask({ do: 'close' });
      } finally {
        end(new Error('the store is closed'));
        await worker.terminate();
      }
    },
    closed: false,
    ready: true,
    waitReady: Promise.resolve(),
  };
  try {
    await client.query('select 1');
    opened = true;
    return client;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}
