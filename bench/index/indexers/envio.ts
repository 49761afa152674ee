import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EventKind, Field } from '../event-kinds.js';
import { describeKinds } from '../event-kinds.js';
import type { Manifest } from '../fill-chain.js';
import { installed, run } from '../npm-project.js';
import { PEERS } from '../places.js';
import { BENCH_CHAIN_ID } from '../run-anvil.js';
import { startProcess } from '../start-process.js';
import type { Indexer } from './indexer.js';
import { peerTotals } from './queries.js';

const TUNED = { ENVIO_RPC_INITIAL_BLOCK_INTERVAL: '250', ENVIO_RPC_INTERVAL_CEILING: '250' };
/** Only one runs at a time. */
const PORT = '29898';

/** Envio's HyperIndex on PostgreSQL, asking the node only, without the API server that it would put beside. */
export function envio(settings: Indexer['settings']): Indexer {
  let project = '';
  const tableOf = (entity: string) => `"${entity}"`;
  return {
    name: 'Envio',
    database: 'postgres',
    settings,
    async prepare({ kinds, manifest }) {
      project = installed('peers/envio', path.join(PEERS, 'envio'), { npm: ['--legacy-peer-deps'] });
      generate(project, kinds, manifest);
    },
    async start({ databaseUrl, rpcUrl, wsUrl }, { pollMs, ws } = {}) {
      // The node's address stands in what was generated, not in the environment.
      const file = path.join(project, 'generated', 'internal.config.json');
      const config = JSON.parse(readFileSync(file, 'utf8'));
      const heads = { ...(ws ? { ws: wsUrl } : {}), ...(pollMs === undefined ? {} : { pollingInterval: pollMs }) };
      config.evm.chains[String(BENCH_CHAIN_ID)].rpcs = [{ url: rpcUrl, for: 'sync', ...heads }];
      writeFileSync(file, JSON.stringify(config, null, 2));
      const { hostname, pathname, port, username } = new URL(databaseUrl as string);
      return startProcess('envio', path.join(project, 'node_modules', '.bin', 'envio'), ['start', '-r'], {
        cwd: project,
        env: {
          ...process.env,
          PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
          ENVIO_PG_HOST: hostname,
          ENVIO_PG_PORT: port,
          ENVIO_PG_USER: username,
          ENVIO_PG_PASSWORD: 'none',
          ENVIO_PG_DATABASE: pathname.slice(1),
          ENVIO_HASURA: 'false',
          ENVIO_INDEXER_PORT: PORT,
          TUI_OFF: 'true',
          LOG_LEVEL: 'info',
          LOG_STRATEGY: 'console-raw',
          ...(settings === 'tuned' ? TUNED : {}),
        },
      });
    },
    async head({ query }) {
      const [row] = await query('select progress_block as head from envio_chains');
      return Number(row?.head ?? -1);
    },
    totals: ({ kinds, query }) => peerTotals(query, kinds, tableOf),
  };
}

/** Writes its configuration and has it generate its code; it looks for what it generated among the installed packages. */
function generate(project: string, kinds: readonly EventKind[], manifest: Manifest): void {
  const { contracts } = describeKinds(kinds, manifest.deployment);
  mkdirSync(path.join(project, 'abis'), { recursive: true });
  for (const [name, { abi }] of Object.entries(contracts)) {
    writeFileSync(path.join(project, 'abis', `${name}.json`), JSON.stringify(abi));
  }
  writeFileSync(path.join(project, 'config.yaml'), configOf(kinds, manifest));
  writeFileSync(path.join(project, 'schema.graphql'), schemaOf(kinds));
  writeFileSync(path.join(project, 'src', 'handlers.ts'), handlersOf(kinds));
  const modules = path.join(project, 'node_modules');
  rmSync(path.join(project, 'generated'), { recursive: true, force: true });
  rmSync(path.join(modules, 'generated'), { recursive: true, force: true });
  // It would have pnpm install again what npm has installed from the lock file; it is told that this is done.
  const standIns = path.join(project, 'stand-ins');
  mkdirSync(standIns, { recursive: true });
  writeFileSync(path.join(standIns, 'pnpm'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const PATH = [standIns, path.dirname(process.execPath), process.env.PATH].join(':');
  run(project, path.join(modules, '.bin', 'envio'), ['codegen'], { PATH });
  symlinkSync(path.join('..', 'generated'), path.join(modules, 'generated'));
  run(path.join(project, 'generated'), path.join(modules, '.bin', 'rescript'), []);
}

function configOf(kinds: readonly EventKind[], { deployment }: Manifest): string {
  const names = [...new Set(kinds.map(({ contract }) => contract))];
  const contracts = names.map((name) => {
    const events = kinds.filter(({ contract }) => contract === name).map(({ event }) => `      - event: ${event}`);
    return `  - name: ${name}\n    abi_file_path: abis/${name}.json\n    handler: src/handlers.ts\n    events:\n${events.join('\n')}`;
  });
  const addresses = names.map((name) => `      - name: ${name}\n        address: '${deployment.contracts[name].toLowerCase()}'`);
  return `name: bench
contracts:
${contracts.join('\n')}
chains:
  - id: ${BENCH_CHAIN_ID}
    start_block: ${deployment.startBlock}
    rpc:
      url: http://127.0.0.1:8545
      for: sync
    contracts:
${addresses.join('\n')}
field_selection:
  transaction_fields:
    - hash
`;
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
    return `type ${entity} {\n  id: ID!\n${columns.join('\n')}\n  blockNumber: Int!\n  timestamp: Int!\n  txHash: String!\n}`;
  });
  return `type Dataset {
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
  bigint: (value) => value,
  hex: (value) => value,
  boolean: (value) => value,
  text: (value) => value,
  list: (value) => `JSON.stringify(${value}, (_, one) => (typeof one === "bigint" ? String(one) : one))`,
};

function handlersOf(kinds: readonly EventKind[]): string {
  const names = [...new Set(kinds.map(({ contract }) => contract))];
  const handlers = kinds.map(({ contract, entity, event, fields, name }) => {
    const values = fields.map((field) => `${field.name}: ${VALUES[field.type](`event.params.${field.name}`)}`).join(', ');
    return `${contract}.${event}.handler(async ({ event, context }: any) => {
  context.${entity}.set({ id: \`\${event.block.number}-\${event.logIndex}\`, ${values}, blockNumber: event.block.number, timestamp: event.block.timestamp, txHash: event.transaction.hash });
  await datasetRow["${name}"]?.(context.Dataset, event.params);
});`;
  });
  return `import { ${names.join(', ')} } from "generated";
import { datasetRow } from "./dataset-row";
${handlers.join('\n')}
`;
}
