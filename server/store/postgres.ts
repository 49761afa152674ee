import { Kysely } from 'kysely';
import pg from 'pg';
import { endWhenLate } from './end-when-late.js';
import type { Engine, StoreUse, Writing } from './engine.js';
import { holdLock } from './hold-lock.js';
import type { LockHolder } from './lock.js';
import { BEGIN, createWriter } from './postgres-writer.js';
import { PromptClient } from './prompt-client.js';
import { PromptDialect } from './prompt-dialect.js';
import type { Database } from './schema.js';
import { channelOf, takePlace } from './take-place.js';

const MOST_CONNECTIONS = 10;
/** Longest wait for a connection, and for a single statement. */
const CONNECT_MS = 5_000;
const STATEMENT_MS = 60_000;
/** PostgreSQL itself ends a statement that takes too long; when not even that is heard, the connection is dead. */
const HEARD_MS = 5_000;
const ANSWER_MS = STATEMENT_MS + HEARD_MS;
/** PostgreSQL notices within a minute that we are gone, not after two hours: until then nobody gets our lock, not even we. */
const NOTICES_US = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

const NO_LOCK = { lost: () => undefined, release: async () => {} };

const BIGINT = 20;
/** 64-bit columns hold ids, blocks and seconds, all far below 2^53; amounts are `numeric` and stay text. */
const types = {
  getTypeParser: (id: number, format?: 'text' | 'binary') => (id === BIGINT ? Number : pg.types.getTypeParser(id, format)),
} as pg.CustomTypesConfig;

/**
 * Opens a PostgreSQL database.
 *
 * @param url - As PostgreSQL writes it: `postgres://user:password@host:port/database`.
 * @param schema - The schema that names without one mean.
 * @param use - `own` takes the schema for this process, the others do not.
 * @returns The engine, or who holds the schema.
 */
export async function openPostgres(url: string, schema: string, use: StoreUse): Promise<Engine | LockHolder> {
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'genba',
    options: `-c search_path=${schema} -c timezone=UTC ${NOTICES_US}`,
    keepAlive: true,
    types,
  };
  const lock = use === 'own' ? await holdLock(settings, schema) : NO_LOCK;
  if ('heldBy' in lock) return lock;
  const limits = { statement_timeout: STATEMENT_MS, query_timeout: ANSWER_MS };
  const pool = new pg.Pool({ ...settings, ...limits, pipeline: true, Client: PromptClient, max: MOST_CONNECTIONS });
  // A connection that breaks, idle or between two queries, is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    endWhenLate(client);
  });
  const writer = createWriter({ ...settings, ...limits }, schema);
  return {
    db: new Kysely<Database>({ dialect: new PromptDialect({ pool }) }),
    async exec(statements, limitMs = STATEMENT_MS) {
      const client = await pool.connect();
      try {
        await client.query(`set statement_timeout = ${limitMs}`);
        await client.query({ text: statements, query_timeout: limitMs + HEARD_MS } as pg.QueryConfig);
        await client.query(`set statement_timeout = ${STATEMENT_MS}`);
        client.release();
      } catch (error) {
        // With the connection goes a transaction that the statements left open.
        client.release(true);
        throw error;
      }
    },
    run: writer.run,
    async write(work, { limitMs = STATEMENT_MS, signal } = {}) {
      const client = await pool.connect();
      let broken: Promise<void> | undefined;
      const breakOff = () => {
        broken = cancelOn(pool, client);
      };
      signal?.addEventListener('abort', breakOff, { once: true });
      try {
        await client.query(`${BEGIN}; set local statement_timeout = ${limitMs}`);
        signal?.throwIfAborted();
        const result = await work(writingOn(client, limitMs + HEARD_MS));
        await client.query(`notify "${channelOf(schema)}"; commit`);
        signal?.removeEventListener('abort', breakOff);
        // Said to this connection, not to who has it next.
        await broken;
        client.release();
        return result;
      } catch (error) {
        client.release(true);
        throw error;
      } finally {
        signal?.removeEventListener('abort', breakOff);
      }
    },
    takePlace: (calls) => takePlace(settings, schema, calls),
    shared: true,
    lost: lock.lost,
    async close() {
      await writer.close();
      await pool.end();
      await lock.release();
    },
  };
}

/** Breaks off what a connection is doing; when that can't be said, the statement's limit ends it. */
async function cancelOn(pool: pg.Pool, client: pg.PoolClient): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  await pool.query('select pg_cancel_backend($1)', [processID]).catch(() => {});
}

function writingOn(client: pg.PoolClient, limitMs: number): Writing {
  const query = (text: string, values: readonly unknown[]) =>
    client.query({ text, values: values as unknown[], query_timeout: limitMs } as pg.QueryConfig);
  return {
    ask: async <Row>(statement: string, values: readonly unknown[]) => (await query(statement, values)).rows as Row[],
    touch: async (statement, values) => (await query(statement, values)).rowCount ?? 0,
  };
}
