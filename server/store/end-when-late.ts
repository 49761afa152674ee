import type pg from 'pg';

/** What `pg` says when an answer does not come in time. */
const LATE = 'Query read timeout';

/** Ends a connection whose answer does not come in time: its next user would wait behind the same question. */
export function endWhenLate(client: pg.ClientBase): void {
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
