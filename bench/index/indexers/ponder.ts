import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventKind, Field } from '../event-kinds.js';
import { installed } from '../npm-project.js';
import { PEERS } from '../places.js';
import { startProcess } from '../start-process.js';
import type { Indexer } from './indexer.js';
import { askPglite, type PgliteModule, peerTotals, snakeCase } from './queries.js';

const SCHEMA = 'bench';
/** Its limit is per address of a node; so many of the same do not bind. */
const COPIES = '32';
/** Only one runs at a time. */
const PORT = 42_069;

/** Where its API answers. */
export const PONDER_GRAPHQL = `http://127.0.0.1:${PORT}/graphql`;

/** Ponder, on PostgreSQL or on the PGlite that it brings. */
export function ponder(database: Indexer['database'], settings: Indexer['settings']): Indexer {
  let project = '';
  const tableOf = (entity: string) => `${SCHEMA}."${snakeCase(entity)}"`;
  return {
    name: 'Ponder',
    database,
    settings,
    async prepare({ kinds }) {
      project = installed('peers/ponder', path.join(PEERS, 'ponder'));
      writeFileSync(path.join(project, 'ponder.schema.ts'), schemaOf(kinds));
      writeFileSync(path.join(project, 'src', 'events.ts'), handlersOf(kinds));
    },
    async start({ databaseUrl, folder, kindsFile, rpcUrl, wsUrl }, { pollMs, ws } = {}) {
      mkdirSync(folder, { recursive: true });
      const program = path.join(project, 'node_modules', 'ponder', 'dist', 'esm', 'bin', 'ponder.js');
      const options = ['--root', project, '--port', String(PORT), '--hostname', '127.0.0.1', '--schema', SCHEMA];
      return startProcess('ponder', process.execPath, [program, 'start', ...options, '--log-format', 'json'], {
        cwd: project,
        env: {
          ...process.env,
          PONDER_TELEMETRY_DISABLED: 'true',
          DO_NOT_TRACK: '1',
          BENCH_RPC: rpcUrl,
          BENCH_KINDS: kindsFile,
          ...(database === 'postgres' ? { BENCH_DATABASE: databaseUrl } : { BENCH_FOLDER: folder }),
          ...(settings === 'tuned' ? { BENCH_RPC_COPIES: COPIES } : {}),
          ...(pollMs === undefined ? {} : { BENCH_POLL_MS: String(pollMs) }),
          ...(ws ? { BENCH_WS: wsUrl } : {}),
        },
      });
    },
    async head() {
      const response = await fetch(`http://127.0.0.1:${PORT}/status`);
      const status = (await response.json()) as { bench?: { block?: { number?: number } } };
      return status.bench?.block?.number ?? -1;
    },
    async totals({ folder, kinds, query }) {
      if (database === 'postgres') return peerTotals(query, kinds, tableOf);
      const entry = createRequire(path.join(project, 'node_modules', 'ponder', 'package.json')).resolve('@electric-sql/pglite');
      const pglite: PgliteModule = await import(pathToFileURL(entry).href);
      return askPglite(pglite, folder, (ask) => peerTotals(ask, kinds, tableOf));
    },
  };
}

const COLUMNS: Record<Field['type'], string> = {
  int: 't.integer()',
  bigint: 't.bigint()',
  hex: 't.hex()',
  boolean: 't.boolean()',
  text: 't.text()',
  list: 't.text()',
};

function schemaOf(kinds: readonly EventKind[]): string {
  const place = 'blockNumber: t.bigint().notNull(), timestamp: t.bigint().notNull(), txHash: t.hex().notNull()';
  const tables = kinds.map(({ entity, fields }) => {
    const columns = fields.map(({ name, type }) => `${name}: ${COLUMNS[type]}.notNull()`).join(', ');
    const index = fields.some(({ name }) => name === 'tableId') ? ', (t) => ({ byTable: index().on(t.tableId) })' : '';
    return `export const ${lower(entity)} = onchainTable("${snakeCase(entity)}", (t) => ({ id: t.text().primaryKey(), ${columns}, ${place} })${index});`;
  });
  return `import { index, onchainTable } from "ponder";
export const dataset = onchainTable("dataset", (t) => ({ id: t.bigint().primaryKey(), owner: t.bigint().notNull(), purchases: t.integer().notNull(), gross: t.bigint().notNull(), net: t.bigint().notNull(), distributed: t.bigint().notNull() }));
${tables.join('\n')}
`;
}

const VALUES: Record<Field['type'], (value: string) => string> = {
  int: (value) => value,
  bigint: (value) => `BigInt(${value})`,
  hex: (value) => value,
  boolean: (value) => value,
  text: (value) => value,
  list: (value) => `JSON.stringify(${value}, (_, one) => (typeof one === "bigint" ? String(one) : one))`,
};

function handlersOf(kinds: readonly EventKind[]): string {
  const handlers = kinds.map(({ contract, entity, event, fields, name }) => {
    const values = fields.map((field) => `${field.name}: ${VALUES[field.type](`event.args.${field.name}`)}`).join(', ');
    return `ponder.on("${contract}:${event}" as any, async ({ event, context }: any) => {
  await context.db.insert(schema.${lower(entity)}).values({ id: event.id, ${values}, blockNumber: event.block.number, timestamp: event.block.timestamp, txHash: event.transaction.hash });
  await datasetRow["${name}"]?.(context.db, event.args);
});`;
  });
  return `import { ponder } from "ponder:registry";
import schema from "ponder:schema";
import { datasetRow } from "./dataset-row";
${handlers.join('\n')}
`;
}

function lower(entity: string): string {
  return entity.charAt(0).toLowerCase() + entity.slice(1);
}
