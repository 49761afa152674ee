import type pg from 'pg';

/** What the driver has for COPY, and its types do not name. */
interface CopyConnection {
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * Copies rows into a table of PostgreSQL.
 *
 * @param sql - `copy … from stdin`.
 * @param rows - In COPY's text form.
 */
export function copyIn(client: pg.Client, sql: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let problem: Error | undefined;
    const copy = {
      submit: (connection: unknown) => (connection as CopyConnection).query(sql),
      handleCopyInResponse(connection: CopyConnection) {
        connection.sendCopyFromChunk(rows);
        connection.endCopyFrom();
      },
      handleError(error: Error) {
        problem = error;
      },
      handleCommandComplete() {},
      handleReadyForQuery: () => (problem === undefined ? resolve() : reject(problem)),
    };
    client.query(copy as pg.Submittable);
  });
}
