import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Engine, Writing } from './engine.js';
import type { LockHolder } from './lock.js';
import type { Database } from './schema.js';

const MOST_CONNECTIONS = 10;
/** Longest wait for a connection, and for a single statement. */
const CONNECT_MS = 5_000;
const STATEMENT_MS = 60_000;
/** PostgreSQL itself ends a statement that takes too long; when not even that is heard, the connection is dead. */
const HEARD_MS = 5_000;
const ANSWER_MS = STATEMENT_MS + HEARD_MS;
/** How often the connection that holds the lock is tried, and for how long: a network that swallows all says nothing by itself. */
const BEAT_MS = 5_000;
/** PostgreSQL notices within a minute that we are gone, not after two hours: until then nobody gets our lock, not even we. */
const NOTICES_US = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';
/** What `pg` says when an answer does not come in time. */
const LATE = 'Query read timeout';
/** A service that was killed lets go when PostgreSQL notices; so long is it waited for. */
const LOCK_WAIT_MS = 5_000;
const LOCK_AGAIN_MS = 250;

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
 * @param use - `own` takes the schema for this process, `read` does not.
 * @returns The engine, or who holds the schema.
 */
export async function openPostgres(url: string, schema: string, use: 'own' | 'read'): Promise<Engine | LockHolder> {
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
  const pool = new pg.Pool({ ...settings, ...limits, max: MOST_CONNECTIONS });
  // A connection that breaks, idle or between two queries, is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    endWhenLate(client);
  });
  return {
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    async exec(statements) {
      const client = await pool.connect();
      try {
        await client.query(statements);
        client.release();
      } catch (error) {
        // With the connection goes a transaction that the statements left open.
        client.release(true);
        throw error;
      }
    },
    async write(work, limitMs = STATEMENT_MS) {
      const client = await pool.connect();
      try {
        // What a crash of the database takes back is read again: the head is in the same transaction.
        await client.query(`begin; set local synchronous_commit = off; set local statement_timeout = ${limitMs}`);
        const result = await work(writingOn(client, limitMs + HEARD_MS));
        await client.query('commit');
        client.release();
        return result;
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
    shared: true,
    lost: lock.lost,
    async close() {
      await pool.end();
      await lock.release();
    },
  };
}

function writingOn(client: pg.PoolClient, limitMs: number): Writing {
  const query = (text: string, values: readonly unknown[]) =>
    client.query({ text, values: values as unknown[], query_timeout: limitMs } as pg.QueryConfig);
  return {
    ask: async <Row>(statement: string, values: readonly unknown[]) => (await query(statement, values)).rows as Row[],
    touch: async (statement, values) => (await query(statement, values)).rowCount ?? 0,
    async copy(table, columns, text) {
      const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
      stream.end(text);
      await finished(stream);
    },
  };
}

/** Ends a connection whose answer does not come in time: its next user would wait behind the same question. */
function endWhenLate(client: pg.ClientBase): void {
  const ask = client.query.bind(client) as (...question: unknown[]) => unknown;
  const watched = (...question: unknown[]) => {
    const answer = ask(...question);
    if (answer instanceof Promise) {
      answer.catch(({ message }: Error) => {
        if (message === LATE) (client as pg.Client).connection.stream.destroy();
      });
    }
    return answer;
  };
  client.query = watched as typeof client.query;
}

/**
 * Holds an advisory lock in a connection of its own, and takes it again when the connection breaks. It tells a second service by mistake
 * from the first; the books do not rest on it, for no rows are written but on top of the head that they follow.
 */
async function holdLock(settings: pg.ClientConfig, schema: string) {
  let client: pg.Client | undefined;
  let problem: string | undefined;
  let released = false;

  const take = async (): Promise<LockHolder | undefined> => {
    const fresh = new pg.Client({ ...settings, query_timeout: BEAT_MS });
    endWhenLate(fresh);
    fresh.on('error', () => {});
    await fresh.connect();
    const until = Date.now() + LOCK_WAIT_MS;
    while (!(await tryLock(fresh, schema))) {
      if (Date.now() < until) {
        await sleep(LOCK_AGAIN_MS);
        continue;
      }
      const heldBy = await findHolder(fresh, schema);
      await fresh.end();
      return { heldBy };
    }
    client = fresh;
    problem = undefined;
    const beat = setInterval(() => fresh.query('select 1').catch(() => {}), BEAT_MS);
    fresh.on('end', () => {
      clearInterval(beat);
      if (!released) void takeAgain();
    });
    return undefined;
  };

  const takeAgain = async (): Promise<void> => {
    client = undefined;
    problem = 'the connection to the database broke';
    while (!released && client === undefined) {
      try {
        const other = await take();
        if (other !== undefined) problem = `${other.heldBy} has taken it over`;
      } catch {
        await sleep(LOCK_AGAIN_MS);
      }
    }
    if (released) await (client as pg.Client | undefined)?.end();
  };

  const other = await take();
  if (other !== undefined) return other;
  return {
    lost: () => problem,
    async release() {
      released = true;
      await client?.end();
    },
  };
}

async function tryLock(client: pg.Client, schema: string): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as locked', [lockName(schema)]);
  return rows[0].locked;
}

async function findHolder(client: pg.Client, schema: string): Promise<string> {
  const { rows } = await client.query(
    `select a.pid, a.client_addr::text as address from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted
       and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended($1, 0)`,
    [lockName(schema)],
  );
  const [holder] = rows;
  return holder === undefined ? 'another service' : `the service of session ${holder.pid} (${holder.address ?? 'same machine'})`;
}

function lockName(schema: string): string {
  return `genba ${schema}`;
}
