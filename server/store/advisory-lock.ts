import pg from 'pg';
import { endWhenLate } from './end-when-late.js';

/** How often the connection that holds the lock is tried, and for how long, in milliseconds: a network that swallows all says nothing by itself. */
const BEAT_MS = 5_000;

/** How often it is tried to get the lock, in milliseconds. */
export const LOCK_AGAIN_MS = 250;

/** Rows of `pg_locks` of those who hold an advisory lock of this database. */
const HOLDS = `l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
  and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended($1, 0)`;

/** A connection that is tried again and again, so that a dead one ends. */
export async function connectToLock(settings: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...settings, query_timeout: BEAT_MS });
  endWhenLate(client);
  client.on('error', () => {});
  await client.connect();
  const beat = setInterval(() => client.query('select 1').catch(() => {}), BEAT_MS);
  client.once('end', () => clearInterval(beat));
  return client;
}

/** Takes a schema's lock for a connection, as long as that lasts; false when another one has it. */
export async function tryLock(client: pg.Client, schema: string): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as locked', [lockName(schema)]);
  return rows[0].locked;
}

/** Who has it. */
export async function findHolder(client: pg.Client, schema: string): Promise<string> {
  const { rows } = await client.query(
    `select a.pid, a.client_addr::text as address from pg_locks l join pg_stat_activity a on a.pid = l.pid where ${HOLDS}`,
    [lockName(schema)],
  );
  const [holder] = rows;
  return holder === undefined ? 'another service' : `the service of session ${holder.pid} (${holder.address ?? 'same machine'})`;
}

/** Shows others that this process would take the lock, as long as the connection lasts, or that it would no longer. */
export async function showOffer(client: pg.Client, schema: string, wouldLead: boolean): Promise<void> {
  const act = wouldLead ? 'pg_advisory_lock_shared' : 'pg_advisory_unlock_shared';
  await client.query(`select ${act}(hashtextextended($1, 0))`, [offerName(schema)]);
}

/** How many others would take a schema's lock. */
export async function countOthers(client: pg.Client, schema: string): Promise<number> {
  const { rows } = await client.query(`select count(*) as others from pg_locks l where ${HOLDS} and l.pid <> pg_backend_pid()`, [
    offerName(schema),
  ]);
  return Number(rows[0].others);
}

function lockName(schema: string): string {
  return `genba ${schema}`;
}

function offerName(schema: string): string {
  return `genba would lead ${schema}`;
}
