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
 * Steps as one question. PostgreSQL takes its input in order, so rows of a COPY may follow before it has asked for them, and the question after
 * this one, too; what belongs to a step that failed it throws away.
 */
class Steps extends pg.Query {
  readonly #steps: readonly Step[];
  readonly #text: string;

  constructor(steps: readonly Step[]) {
    const text = steps.map(textOf).join(';\n');
    super(text);
    this.#steps = steps;
    this.#text = text;
  }

  override submit = (connection: unknown): void => {
    const sending = connection as Sending;
    sending.stream.cork();
    sending.query(this.#text);
    for (const step of this.#steps) {
      if (!('copy' in step)) continue;
      sending.sendCopyFromChunk(Buffer.from(step.text));
      sending.endCopyFrom();
    }
    sending.stream.uncork();
  };

  /** The rows are on their way already. */
  handleCopyInResponse(): void {}
}

/**
 * Sends steps to PostgreSQL at once: it works through them without waiting for us in between, and we go on meanwhile.
 *
 * @param client - In pipeline mode.
 * @param steps - In order. The first one that fails ends them; when it stands in a transaction, all that is sent after it fails, too.
 * @throws Error of the step that failed, as `pg` has it.
 */
export function sendSteps(client: pg.Client, steps: readonly Step[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const ask = client.query.bind(client) as (question: Steps, done: (error: Error | null) => void) => void;
    ask(new Steps(steps), (error) => (error === null ? resolve() : reject(error)));
  });
}

/** A step as SQL, its values in it. */
function textOf(step: Step): string {
  if ('copy' in step) return `copy ${step.copy} (${step.columns.join(', ')}) from stdin`;
  return step.statement.replace(/\$(\d+)/g, (name, number: string) => {
    const value = step.values[Number(number) - 1];
    if (value === undefined) throw new Error(`nothing stands for ${name}`);
    return pg.escapeLiteral(value);
  });
}
