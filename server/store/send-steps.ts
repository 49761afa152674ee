import pg from 'pg';
import type { Step } from './engine.js';

/** What of a connection sends; `pg` has no types for it. */
interface Sending {
  stream: { cork(): void; uncork(): void };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * Sends steps to PostgreSQL at once, as one question: it works through them without waiting for us in between, and we go on meanwhile. A server
 * takes its input in order, so the rows of a COPY may follow before it has asked for them; what comes after a step that failed it throws away.
 *
 * @param client - Not in a transaction.
 * @param steps - In order.
 * @param limitMs - Longest wait for all of them, in milliseconds.
 */
export function sendSteps(client: pg.PoolClient, steps: readonly Step[], limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error | null): void => {
      if (error !== null) reject(error);
    };
    const question = {
      query_timeout: limitMs,
      callback: fail,
      submit(connection: Sending) {
        connection.stream.cork();
        connection.query(steps.map(textOf).join(';\n'));
        for (const step of steps) {
          if (!('copy' in step)) continue;
          connection.sendCopyFromChunk(Buffer.from(step.text));
          connection.endCopyFrom();
        }
        connection.stream.uncork();
      },
      handleCopyInResponse() {},
      handleRowDescription() {},
      handleDataRow() {},
      handleCommandComplete() {},
      handleReadyForQuery() {
        question.callback(null);
        resolve();
      },
      handleError: (error: Error) => question.callback(error),
    };
    client.query(question as unknown as pg.Submittable);
  });
}

/** A step as SQL, its values in it. */
function textOf(step: Step): string {
  if ('copy' in step) return `copy ${step.copy} (${step.columns.join(', ')}) from stdin`;
  return step.statement.replace(/\$(\d+)/g, (_, number: string) => pg.escapeLiteral(step.values[Number(number) - 1] as string));
}
