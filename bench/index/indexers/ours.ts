import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../../scripts/bundle.mjs';
import { openPglite } from '../../../server/store/pglite.js';
import type { OursTask } from '../ours.js';
import { ROOT, WORK } from '../places.js';
import { logOf, startProcess } from '../start-process.js';
import type { Totals } from '../totals.js';
import type { Arena, Indexer, Query } from './indexer.js';
import { askPglite, type PgliteModule } from './queries.js';

const SCHEMA = 'genba_bench';
const NAME = 'ours';
/** One file, as `genba serve` is. */
const PROGRAM = path.join(ROOT, 'cache-bench', 'ours.mjs');

/**
 * The service's own index. It keeps more than peers are asked for: the audit trail, typed rows and running totals.
 *
 * @param made - PGlite's database is made before the clock starts, as PostgreSQL's is.
 */
export function ours(database: Indexer['database'], made = false): Indexer {
  return {
    name: 'Genba Ledger',
    database,
    settings: 'default',
    async prepare() {
      bundle(path.join(import.meta.dirname, '..', 'ours.ts'), PROGRAM);
    },
    ...(made
      ? {
          async makeDatabase({ folder }) {
            const store = await openPglite(folder, SCHEMA);
            if ('close' in store) await store.close();
          },
        }
      : {}),
    async start({ databaseUrl, folder, manifest, rpcUrl }) {
      const place = database === 'postgres' ? { url: databaseUrl as string, schema: SCHEMA } : { folder, schema: SCHEMA };
      const task: OursTask = { deployment: { ...manifest.deployment, rpcUrl }, place };
      const file = path.join(WORK, 'ours.json');
      writeFileSync(file, JSON.stringify(task));
      return startProcess(NAME, process.execPath, [PROGRAM, file], { cwd: ROOT });
    },
    async head() {
      const said = readFileSync(logOf(NAME), 'utf8').match(/^\d+$/gm);
      return Number(said?.at(-1) ?? -1);
    },
    async totals({ folder, query }: Arena) {
      if (database === 'postgres') return totalsOf(query);
      const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
      const pglite: PgliteModule = await import(pathToFileURL(entry).href);
      return askPglite(pglite, path.join(folder, 'db'), totalsOf);
    },
  };
}

async function totalsOf(query: Query): Promise<Totals> {
  const rows = (sql: string) => query(sql.replaceAll('$', `${SCHEMA}.`));
  const counts = await rows(`select contract || '.' || type as name, count(*)::int as count from $events group by 1`);
  const gross = await rows('select table_id::text as id, sum(amount)::text as amount from $collections group by 1');
  const [sums] = await rows(
    `select (select sum(amount - fee) from $collections)::text as net, (select sum(amount) from $distribution_lines)::text as distributed,
      (select sum(amount) from $payouts where kind = 'credit' and not failed)::text as paid`,
  );
  return {
    counts: Object.fromEntries(counts.map(({ count, name }) => [name, Number(count)])),
    gross: Object.fromEntries(gross.map(({ amount, id }) => [id, String(amount)])),
    net: String(sums?.net),
    distributed: String(sums?.distributed),
    paid: String(sums?.paid),
  };
}
