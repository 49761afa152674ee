import { createHash } from 'node:crypto';
import pg from 'pg';

/** More statements are not kept ready: each takes memory of every connection, in PostgreSQL. */
const MOST_PREPARED = 300;
const names = new Map<string, string>();

/**
 * A connection whose statements with values PostgreSQL reads and plans once, not each time they are asked: of a short question that was the larger
 * part. They are few, for they are made by our own queries; what differs is in the values.
 */
export class PreparedClient extends pg.Client {
  // What `pg` takes in many forms is changed in one of them only.
  override query = ((...question: unknown[]): unknown => {
    const [text, values, ...callback] = question;
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    const ask = super.query.bind(this) as (...asked: unknown[]) => unknown;
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
