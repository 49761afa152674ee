import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { endWhenLate } from './end-when-late.js';
import type { LockHolder } from './lock.js';

/** How often the connection that holds the lock is tried, and for how long: a network that swallows all says nothing by itself. */
const BEAT_MS = 5_000;
/** A service that was killed lets go when PostgreSQL notices; so long is it waited for. */
const LOCK_WAIT_MS = 5_000;
const LOCK_AGAIN_MS = 250;
/** Who could not do what the lead asks for leaves it to others for so long. */
const STEP_BACK_MS = 2_000;

/** PostgreSQL refuses longer names of channels. */
const LONGEST_NAME = 63;

/** A lock that is held for a tool that wants the store for itself. */
export interface HeldLock {
  /** Why it is no longer held; undefined while it is. */
  lost(): string | undefined;
  release(): Promise<void>;
}

/** How one process stands among those that serve the same schema. */
export interface Place {
  leads(): boolean;
  /** Why nothing is heard of the others; undefined while all is well. */
  problem(): string | undefined;
  /** Leaves the lead to others for a moment. */
  stepBack(): void;
  leave(): Promise<void>;
}

/** What a process is told of its place. */
export interface PlaceCalls {
  onLead(): void;
  onFollow(): void;
  /** Somebody has written. */
  onNews(): void;
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
  const client = await connect(settings);
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

/**
 * Takes a place among the processes that serve a schema: one leads, by an advisory lock, and another one as soon as that is gone. Each hears
 * when somebody has written.
 *
 * @param settings - Of a connection of its own.
 * @param schema - What is served.
 * @param calls - Told of changes, in order; the first call says how it stands at first.
 */
export function takePlace(settings: pg.ClientConfig, schema: string, calls: PlaceCalls): Place {
  let client: pg.Client | undefined;
  let leads = false;
  let left = false;
  let problem: string | undefined;
  let notBefore = 0;
  let told: boolean | undefined;

  const stand = (lead: boolean): void => {
    leads = lead;
    if (told === lead) return;
    told = lead;
    if (lead) calls.onLead();
    else calls.onFollow();
  };

  /** One connection, until it breaks. */
  const serve = async (): Promise<void> => {
    const fresh = await connect(settings);
    client = fresh;
    const over = new AbortController();
    const ended = new Promise<void>((resolve) => {
      fresh.once('end', () => {
        over.abort();
        resolve();
      });
    });
    fresh.on('notification', () => calls.onNews());
    try {
      await fresh.query(`listen "${channelOf(schema)}"`);
      problem = undefined;
      // What was said before this connection listened.
      calls.onNews();
      while (!left && !leads) {
        if (Date.now() >= notBefore && (await tryLock(fresh, schema))) stand(true);
        else {
          stand(false);
          await sleep(LOCK_AGAIN_MS, undefined, { signal: over.signal });
        }
      }
      if (!left) await ended;
    } finally {
      await fresh.end().catch(() => {});
    }
  };

  const loop = (async () => {
    while (!left) {
      const broke: unknown = await serve().catch((error: unknown) => error);
      client = undefined;
      if (left) break;
      const why = broke instanceof Error && broke.name !== 'AbortError' ? `: ${broke.message}` : '';
      problem = `the connection to the database broke${why}`;
      stand(false);
      await sleep(LOCK_AGAIN_MS);
    }
  })();

  return {
    leads: () => leads,
    problem: () => problem,
    stepBack() {
      notBefore = Date.now() + STEP_BACK_MS;
      void client?.end();
    },
    async leave() {
      left = true;
      await client?.end();
      await loop;
    },
  };
}

/** What tells others that a schema was written to. */
export function channelOf(schema: string): string {
  return schema.slice(0, LONGEST_NAME);
}

/** A connection that is tried again and again, so that a dead one ends. */
async function connect(settings: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...settings, query_timeout: BEAT_MS });
  endWhenLate(client);
  client.on('error', () => {});
  await client.connect();
  const beat = setInterval(() => client.query('select 1').catch(() => {}), BEAT_MS);
  client.once('end', () => clearInterval(beat));
  return client;
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
