import { LedgerError } from '../sdk/errors.js';
import type { Snapshot } from './domain/reads.js';

/** Who reads in company. */
interface Reader {
  read: Parameters<Snapshot>[0];
  resolve(found: Awaited<ReturnType<Snapshot>>): void;
  reject(error: unknown): void;
}

/**
 * Lets short reads that come together share a transaction: to open one, to read its head and to end it costs more than to look up a row. Whoever
 * shares one came before it was opened, so nobody reads what is older than the question.
 *
 * @param alone - Reads in a transaction of its own.
 * @param most - Most transactions at once; who comes meanwhile waits for the next.
 */
export function shareReads(alone: Snapshot, most: number): Snapshot {
  let waiting: Reader[] = [];
  let open = 0;
  const start = async () => {
    const company = waiting;
    waiting = [];
    const again: Reader[] = [];
    try {
      await alone((reads, asOf) =>
        Promise.all(
          company.map(async (one) => {
            try {
              one.resolve({ asOf, value: await one.read(reads, asOf) });
            } catch (error) {
              // A question that breaks the transaction breaks it for all, so each asks again for itself.
              if (error instanceof LedgerError) one.reject(error);
              else again.push(one);
            }
          }),
        ),
      );
    } catch (error) {
      for (const one of company) one.reject(error);
    }
    for (const one of again) void alone(one.read).then(one.resolve, one.reject);
    open--;
    look();
  };
  const look = () => {
    if (open >= most || waiting.length === 0) return;
    open++;
    // All that has arrived by now is heard before the transaction is opened.
    setImmediate(() => void start());
  };
  return (read) =>
    new Promise((resolve, reject) => {
      waiting.push({ read, resolve: resolve as Reader['resolve'], reject });
      look();
    });
}
