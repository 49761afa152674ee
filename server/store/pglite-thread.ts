import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Step } from './engine.js';
import type { Answer, Task } from './pglite-client.js';

/**
 * PGlite in a thread of its own, for it works on the spot: beside it the service goes on answering and reading the chain. Node runs this file as it
 * is, without a loader, so it takes nothing from our other files but types.
 */

interface OpenTransaction {
  transaction: Transaction;
  end(commit: boolean): void;
  ended: Promise<unknown>;
}

const port = parentPort as NonNullable<typeof parentPort>;
const { folder, settings } = workerData as { folder: string; settings: readonly string[] };
const startParams = [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])];
const pglite = PGlite.create(folder, { startParams });
/** Characters that were written since the last checkpoint. PGlite makes none by itself before it is closed, and keeps all of its log until then. */
let unflushed = 0;
const FLUSH_AFTER = 64_000_000;
const transactions = new Map<number, OpenTransaction>();

/** A transaction that stays open until it is told to end; others wait. */
async function begin(number: number): Promise<void> {
  const database = await pglite;
  await new Promise<void>((resolve, reject) => {
    const ended = database.transaction(async (transaction) => {
      await new Promise<void>((commit, rollBack) => {
        const end = (commits: boolean) => (commits ? commit() : rollBack(new Error('rolled back')));
        transactions.set(number, { transaction, end, ended });
        resolve();
      });
    });
    ended.catch(reject);
  });
}

async function end(number: number, commits: boolean): Promise<void> {
  const { end: tell, ended } = transactions.get(number) as OpenTransaction;
  transactions.delete(number);
  tell(commits);
  await (commits ? ended : ended.catch(() => {}));
}

async function query(task: Extract<Task, { do: 'query' }>): Promise<unknown> {
  const open = task.within === undefined ? undefined : transactions.get(task.within);
  if (task.within !== undefined && open === undefined) throw new Error('the transaction is over');
  const { affectedRows, fields, rows } = await (open?.transaction ?? (await pglite)).query(
    task.statement,
    task.values as unknown[],
  );
  return { affectedRows, fields, rows };
}

async function take(transaction: Transaction, step: Step): Promise<void> {
  if (!('copy' in step)) await transaction.query(step.statement, [...step.values]);
  else {
    const blob = new Blob([step.text]);
    await transaction.query(`copy ${step.copy} (${step.columns.join(', ')}) from '/dev/blob'`, [], { blob });
  }
}

async function perform(task: Task): Promise<unknown> {
  const database = await pglite;
  if (task.do === 'query') return query(task);
  if (task.do === 'exec') await database.exec(task.statements);
  else if (task.do === 'begin') await begin(task.number);
  else if (task.do === 'end') await end(task.number, task.commits);
  else if (task.do === 'close') await database.close();
  else await run(database, task.steps);
  return undefined;
}

async function run(database: PGlite, steps: readonly Step[]): Promise<void> {
  await database.transaction(async (transaction) => {
    for (const step of steps) await take(transaction, step);
  });
  for (const step of steps) unflushed += 'copy' in step ? step.text.length : step.values.join('').length;
  if (unflushed < FLUSH_AFTER) return;
  unflushed = 0;
  await database.exec('checkpoint');
}

port.on('message', async ({ id, task }: { id: number; task: Task }) => {
  let answer: Answer;
  try {
    answer = { id, result: await perform(task) };
  } catch (error) {
    // What is sent as it is would lose what PostgreSQL says beside the sentence.
    const { code, detail, message } = error as Error & { code?: string; detail?: string };
    answer = { id, error: { code, detail, message } };
  }
  port.postMessage(answer);
});
