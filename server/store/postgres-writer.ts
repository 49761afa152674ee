import pg from 'pg';
import type { Engine, Step } from './engine.js';
import { sendSteps } from './send-steps.js';
import { channelOf } from './take-place.js';

/** Begins a transaction. What a crash of the database takes back is read from the chain again: the head is in the same transaction. */
export const BEGIN = 'begin; set local synchronous_commit = off';

/** Longest wait for a transaction of many statements, each of which PostgreSQL limits by itself, and for the one before it, in milliseconds. */
const LONGEST_MS = 180_000;

/** Writes transactions one after the other, on a connection of its own. */
export interface PostgresWriter extends Pick<Engine, 'run'> {
  close(): Promise<void>;
}

/**
 * Makes a writer; it connects when there is something to write. The next transaction is on its way to the database while one is worked on; when one
 * fails, so does all that was sent after it, and what comes then goes over a new connection.
 *
 * @param settings - Of its connection.
 * @param schema - Whose listeners hear of each transaction.
 */
export function createWriter(settings: pg.ClientConfig, schema: string): PostgresWriter {
  let connecting: Promise<pg.Client> | undefined;
  let closed = false;

  const connect = (): Promise<pg.Client> => {
    const client = new pg.Client({ ...settings, query_timeout: LONGEST_MS, pipeline: true });
    const fresh = client.connect().then(() => client);
    const leave = () => {
      if (connecting === fresh) connecting = undefined;
    };
    client.on('error', leave);
    client.once('end', leave);
    fresh.catch(leave);
    return fresh;
  };
  const statement = (text: string): Step => ({ statement: text, values: [] });
  const [first, last] = [statement(BEGIN), statement(`notify "${channelOf(schema)}"; commit`)];

  return {
    async run(steps) {
      if (closed) throw new Error('the store is closed');
      connecting ??= connect();
      const mine = connecting;
      const client = await mine;
      try {
        await sendSteps(client, [first, ...steps, last]);
      } catch (error) {
        if (connecting === mine) connecting = undefined;
        client.connection.stream.destroy();
        throw error;
      }
    },
    async close() {
      closed = true;
      await (await connecting?.catch(() => undefined))?.end();
    },
  };
}
