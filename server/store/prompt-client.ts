import { createHash } from 'node:crypto';
import pg from 'pg';

/** A statement is kept ready when it was asked so often; more of them are not, for each takes memory of every connection in PostgreSQL. */
const OFTEN = 10;
const MOST_PREPARED = 300;
/** So many others are counted. */
const MOST_COUNTED = 1_000;
const names = new Map<string, string>();
const counts = new Map<string, number>();

/** SQLSTATEs of a prepared statement that does not fit its tables any more, or is not there. */
const STALE = new Set(['0A000', '26000']);

/**
 * A connection on which short questions cost less. PostgreSQL reads and plans a statement with values that is asked often once, not each time: for
 * one that looks up a row that was half of the work. And what is asked before somebody waits is sent at once.
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
    if (name === undefined) return ask(...question);
    const answer = ask({ name, text, values }, ...callback);
    if (answer instanceof Promise) answer.catch(this.#leaveWhenStale);
    return answer;
  }) as pg.Client['query'];

  /** A connection keeps its prepared statements for ever; the next one prepares them anew. */
  readonly #leaveWhenStale = ({ code }: { code?: string }): void => {
    if (STALE.has(code ?? '')) this.connection.stream.destroy();
  };
}

/** The name of a statement that is asked often. PostgreSQL cuts longer ones than 63 characters. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_PREPARED) return known;
  const count = (counts.get(text) ?? 0) + 1;
  if (count < OFTEN) {
    if (counts.size >= MOST_COUNTED) counts.clear();
    counts.set(text, count);
    return undefined;
  }
  counts.delete(text);
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return name;
}
