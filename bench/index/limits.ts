import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { contractsOf } from '../../sdk/deployment.js';
import { copyIn } from './copy-in.js';
import type { Manifest } from './fill-chain.js';
import { hex, openJsonRpc } from './json-rpc.js';

const BLOCKS_AT_ONCE = 250;
const ROWS_AT_ONCE = 10_000;
const TABLE = `create table event (block bigint not null, log_index bigint not null, block_time bigint not null, block_hash text not null,
  tx_hash text not null, contract text not null, topics text not null, data text not null, primary key (block, log_index))`;

interface Log {
  address: string;
  topics: string[];
  data: string;
  blockNumber: string;
  blockHash: string;
  blockTimestamp?: string;
  logIndex: string;
  transactionHash: string;
}

/** Reads and parses all logs of the chain and does nothing with them; returns the seconds that it took. */
export async function readAllLogs(rpcUrl: string, manifest: Manifest): Promise<number> {
  const started = performance.now();
  let found = 0;
  for await (const logs of logsOf(rpcUrl, manifest)) found += logs.length;
  requireAll('the node gave logs', found, manifest);
  return (performance.now() - started) / 1000;
}

/** Rows of all events, ready to be copied: one table, nothing computed. */
export async function readyRows(rpcUrl: string, manifest: Manifest): Promise<Buffer[]> {
  const rows: string[] = [];
  for await (const logs of logsOf(rpcUrl, manifest)) {
    for (const log of logs) {
      const { address, blockHash, blockNumber, blockTimestamp = '0x0', data, logIndex, topics, transactionHash } = log;
      const numbers = [Number(blockNumber), Number(logIndex), Number(blockTimestamp)];
      // Nothing here has what COPY would ask to be escaped; in text form a hexadecimal number is text.
      rows.push([...numbers, blockHash, transactionHash, address, topics.join(), data].join('\t'));
    }
  }
  const pieces: Buffer[] = [];
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) pieces.push(Buffer.from(`${rows.slice(i, i + ROWS_AT_ONCE).join('\n')}\n`));
  return pieces;
}

/** Copies ready rows into an empty PostgreSQL database; returns the seconds that it took. */
export async function copyToPostgres(databaseUrl: string, pieces: readonly Buffer[], manifest: Manifest): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(TABLE);
    const started = performance.now();
    for (const piece of pieces) await copyIn(client, 'copy event from stdin', piece);
    const seconds = (performance.now() - started) / 1000;
    requireAll('PostgreSQL has rows', Number((await client.query('select count(*) from event')).rows[0].count), manifest);
    return seconds;
  } finally {
    await client.end();
  }
}

/** Copies ready rows into PGlite in an empty folder; returns the seconds that it took. */
export async function copyToPglite(folder: string, pieces: readonly Buffer[], manifest: Manifest): Promise<number> {
  const database = await PGlite.create(folder);
  try {
    await database.exec(TABLE);
    const started = performance.now();
    for (const piece of pieces) {
      await database.query("copy event from '/dev/blob'", [], { blob: new Blob([new Uint8Array(piece)]) });
    }
    const seconds = (performance.now() - started) / 1000;
    const { rows } = await database.query<{ count: number }>('select count(*)::int as count from event');
    requireAll('PGlite has rows', rows[0]?.count ?? 0, manifest);
    return seconds;
  } finally {
    await database.close();
  }
}

async function* logsOf(rpcUrl: string, { deployment, head }: Manifest): AsyncGenerator<Log[]> {
  const node = openJsonRpc(rpcUrl);
  const address = Object.values(contractsOf(deployment));
  for (let from = deployment.startBlock; from <= head; from += BLOCKS_AT_ONCE) {
    const toBlock = hex(Math.min(head, from + BLOCKS_AT_ONCE - 1));
    yield await node.call<Log[]>('eth_getLogs', [{ address, fromBlock: hex(from), toBlock }]);
  }
}

function requireAll(what: string, found: number, { events }: Manifest): void {
  if (found !== events) throw new Error(`${what}: ${found}, not ${events}`);
}
