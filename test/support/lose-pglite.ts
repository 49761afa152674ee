import { syncBuiltinESMExports } from 'node:module';
import workers, { type Worker } from 'node:worker_threads';
import { openPglite } from '../../server/store/pglite.js';

// Whoever only loads all files of the tests is not to lose anything.
if (process.argv[1] === import.meta.filename) await losePglite();

/** A process whose store is PGlite in the folder that it is told, and whose thread ends. Says so when it is still there afterwards. */
async function losePglite(): Promise<void> {
  const threads: Worker[] = [];
  workers.Worker = class extends workers.Worker {
    constructor(...how: ConstructorParameters<typeof Worker>) {
      super(...how);
      threads.push(this);
    }
  };
  syncBuiltinESMExports();
  const store = await openPglite(process.argv[2] as string, 'public');
  if ('heldBy' in store) throw new Error(store.heldBy);
  await Promise.all(threads.map((thread) => thread.terminate()));
  setTimeout(() => console.log(`still there, with ${threads.length} threads`), 1_000);
}
