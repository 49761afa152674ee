import { createHash } from 'node:crypto';
import pg from 'pg';

/** More statements are not kept ready: each takes memory of every connection, in PostgreSQL. */
const MOST_PREPARED = 300;
const names = new Map<string, string>();

/**
 * A connection on which short questions cost less. PostgreSQL reads and plans a statement with values once, not each time it is asked; there are few
 * of them, for they are made by our own queries, and what differs is in the values. And what is asked in one moment is sent at once: each sending
 * costs more than a row that is looked up.
 */
export class PromptClient extends pg.Client {
  // What `pg` takes in many forms is changed in one of them only.
  override query = ((...question: unknown[]): unknown => {
    const [text, values, ...callback] = question;
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    const ask = super.query.bind(this) as (...asked: unknown[]) => unknown;
    const { stream } = this.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    return name === undefined ? ask(...question) : ask({ name, text, values }, ...callback);
  }) as pg.Client['query'];
}

/** PostgreSQL cuts longer names than 63 characters. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_PREPARED) return known;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return name;
}
