import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ParamType } from 'ethers';
import type { EventKind, Field } from '../event-kinds.js';
import { installed, run } from '../npm-project.js';
import { PEERS } from '../places.js';
import { startProcess } from '../start-process.js';
import type { Indexer } from './indexer.js';
import { peerTotals, snakeCase } from './queries.js';

const TUNED = { BENCH_CAPACITY: '50', BENCH_POLL_MS: '100' };

/** Subsquid's processor on PostgreSQL, asking the node only. */
export function subsquid(settings: Indexer['settings']): Indexer {
  let project = '';
  const tableOf = (entity: string) => `"${snakeCase(entity)}"`;
  return {
    name: 'Subsquid',
    database: 'postgres',
    settings,
    async prepare({ kinds }) {
      project = installed('peers/subsquid', path.join(PEERS, 'subsquid'), { npm: ['--legacy-peer-deps'] });
      writeFileSync(path.join(project, 'schema.graphql'), schemaOf(kinds));
      writeFileSync(path.join(project, 'src', 'rows.ts'), rowsOf(kinds));
      for (const made of ['lib', path.join('src', 'model')]) rmSync(path.join(project, made), { recursive: true, force: true });
      const programs = path.join(project, 'node_modules', '.bin');
      run(project, path.join(programs, 'squid-typeorm-codegen'), []);
      run(project, path.join(programs, 'tsc'), ['-p', '.']);
    },
    async start({ databaseUrl, kindsFile, rpcUrl }) {
      const env = {
        ...process.env,
        DB_URL: databaseUrl,
        BENCH_RPC: rpcUrl,
        BENCH_KINDS: kindsFile,
        ...(settings === 'tuned' ? TUNED : {}),
      };
      run(project, process.execPath, ['migrate.cjs'], env);
      return startProcess('subsquid', process.execPath, [path.join('lib', 'main.js')], { cwd: project, env });
    },
    async head({ query }) {
      const [row] = await query(
        'select greatest((select height from squid_processor.status), (select max(height) from squid_processor.hot_block)) as head',
      );
      return Number(row?.head ?? -1);
    },
    totals: ({ kinds, query }) => peerTotals(query, kinds, tableOf),
  };
}

const COLUMNS: Record<Field['type'], string> = {
  int: 'Int!',
  bigint: 'BigInt!',
  hex: 'String!',
  boolean: 'Boolean!',
  text: 'String!',
  list: 'String!',
};

function schemaOf(kinds: readonly EventKind[]): string {
  const entities = kinds.map(({ entity, fields }) => {
    const columns = fields.map(({ name, type }) => `  ${name}: ${COLUMNS[type]}${name === 'tableId' ? ' @index' : ''}`);
    return `type ${entity} @entity {\n  id: ID!\n${columns.join('\n')}\n  blockNumber: Int!\n  timestamp: BigInt!\n  txHash: String!\n}`;
  });
  return `type Dataset @entity {
  id: ID!
  owner: BigInt!
  purchases: Int!
  gross: BigInt!
  net: BigInt!
  distributed: BigInt!
}
${entities.join('\n')}
`;
}

const VALUES: Record<Field['type'], (value: string) => string> = {
  int: (value) => `Number(${value})`,
  bigint: (value) => `BigInt(${value})`,
  hex: (value) => value,
  boolean: (value) => value,
  text: (value) => value,
  list: (value) => `JSON.stringify(${value}, (_, one) => (typeof one === 'bigint' ? String(one) : one))`,
};

function rowsOf(kinds: readonly EventKind[]): string {
  const events = kinds.map(({ entity, fragment }) => {
    const params = fragment.inputs.map(
      (input) => `${input.name}: ${input.indexed ? `indexed(${codecOf(input)})` : codecOf(input)}`,
    );
    return `const ${entity} = event('${fragment.topicHash}', '${fragment.format('sighash')}', { ${params.join(', ')} });`;
  });
  const rows = kinds.map(({ entity, fields }) => {
    const values = fields.map(({ name, type }) => `${name}: ${VALUES[type](`args.${name}`)}`).join(', ');
    return `  ${entity}(log, place) { const args = ${entity}.decode(log); return { args, row: new model.${entity}({ ...place, ${values} }) }; },`;
  });
  return `import { event, indexed } from '@subsquid/evm-abi';
import * as p from '@subsquid/evm-codec';
import * as model from './model';

interface Place { id: string; blockNumber: number; timestamp: bigint; txHash: string }
type Log = { topics: string[]; data: string };
${events.join('\n')}

export const rowOf: Record<string, (log: Log, place: Place) => { args: unknown; row: object }> = {
${rows.join('\n')}
};
`;
}

function codecOf(param: ParamType): string {
  if (param.arrayChildren !== null) return `p.array(${codecOf(param.arrayChildren)})`;
  if (param.components !== null) {
    return `p.struct({ ${param.components.map((one) => `${one.name}: ${codecOf(one)}`).join(', ')} })`;
  }
  return `p.${param.type}`;
}
