import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { id } from 'ethers';
import type { Random } from '../differential/random.js';
import type { RecordedChain, RpcHeader, RpcLog } from './recorded-chain.js';

/** What goes wrong on the way to a node, and at it. */
export const FAULTS = [
  'drop',
  'delay',
  'cut',
  'status429',
  'status503',
  'refuse',
  'staleHead',
  'wrongHash',
  'halfRange',
  'missingLog',
  'twice',
  'shuffle',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A node whose chain can be turned back, and that can be made to misbehave: no real one does on demand. What it tells has really happened. */
export interface ChainPlayer {
  url: string;
  head(): number;
  /** Blocks that hold nothing yet of what has happened. */
  left(): number;
  /** Makes blocks. */
  mine(count: number): void;
  /** Replaces the last blocks by others, one more than there were: what they held comes in later ones, in the same order. */
  fork(depth: number): void;
  /** Misbehaves in these ways, each answer with this probability, those with logs more often. */
  misbehave(probability: number, faults?: readonly Fault[]): void;
  /** How often it did, by fault. */
  misbehaved: Record<Fault, number>;
  close(): Promise<void>;
}

interface Block {
  header: RpcHeader;
  logs: RpcLog[];
  /** How much of the record has happened by its end. */
  done: number;
}

type Call = { id: number; method: string; params: unknown[] };

const LONGEST_DELAY_MS = 30;
/** Answers with logs are rarer than others: so much likelier is it that something is wrong with one. */
const LOGS_WEIGHT = 4;
const OF_LOGS: readonly Fault[] = ['halfRange', 'missingLog', 'twice', 'shuffle'];
/** So often a block of a fork stays empty. */
const EMPTY = 0.3;
const NO_LOGS = `0x${'00'.repeat(256)}`;

/**
 * Plays a recorded chain to whoever asks over JSON-RPC.
 *
 * @param record - What happened.
 * @param random - Decides about faults, and which blocks of a fork stay empty.
 * @param head - The block up to which the chain is there at first.
 */
export async function playChain(record: RecordedChain, random: Random, head: number): Promise<ChainPlayer> {
  const blocks: Block[] = [];
  const byHash = new Map<string, Block>();
  let forks = 0;
  let probability = 0;
  let faults: readonly Fault[] = FAULTS;
  const misbehaved = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;

  const hex = (value: number) => `0x${value.toString(16)}`;
  const append = (empty: boolean): void => {
    const number = blocks.length;
    const before = blocks.at(-1);
    const done = before?.done ?? 0;
    const content = empty ? undefined : record.blocks[done];
    const isAsRecorded = forks === 0 && content?.header.number === hex(number);
    const hash = isAsRecorded ? content.header.hash : id(`fork ${forks}, block ${number}`);
    const header: RpcHeader = {
      number: hex(number),
      hash,
      parentHash: before?.header.hash ?? `0x${'00'.repeat(32)}`,
      timestamp: content?.header.timestamp ?? before?.header.timestamp ?? '0x1',
      logsBloom: content?.header.logsBloom ?? NO_LOGS,
    };
    const logs = (content?.logs ?? []).map((log) => ({ ...log, blockNumber: hex(number), blockHash: hash }));
    const block = { header, logs, done: content === undefined ? done : done + 1 };
    blocks.push(block);
    byHash.set(hash, block);
  };
  for (let number = 0; number <= head; number++) append(false);

  const misbehaves = (fault: Fault): boolean => {
    const likely = OF_LOGS.includes(fault) ? probability * LOGS_WEIGHT : probability;
    if (!faults.includes(fault) || !random.chance(likely)) return false;
    misbehaved[fault]++;
    return true;
  };
  const headerOf = (tag: string): RpcHeader | null => {
    const last = blocks.length - 1 - (misbehaves('staleHead') ? random.below(3) : 0);
    const number = tag === 'latest' || tag === 'finalized' ? last : Number(tag);
    const header = number > last ? undefined : blocks[number]?.header;
    if (header === undefined) return null;
    return misbehaves('wrongHash') ? { ...header, hash: id(`wrong ${random.below(1e9)}`) } : header;
  };
  const logsOf = ({ blockHash, fromBlock, toBlock }: Record<string, string>): RpcLog[] => {
    const to = Math.min(Number(toBlock), blocks.length - 1);
    const range = blockHash === undefined ? blocks.slice(Number(fromBlock), to + 1) : [byHash.get(blockHash)];
    let logs = range.flatMap((block) => block?.logs ?? []);
    if (logs.length === 0) return logs;
    if (misbehaves('halfRange')) logs = logs.slice(0, Math.floor(logs.length / 2));
    if (misbehaves('missingLog')) logs = logs.toSpliced(random.below(logs.length), 1);
    if (misbehaves('twice')) logs = [...logs, ...logs.slice(random.below(logs.length))];
    if (misbehaves('shuffle')) logs = logs.toSorted(() => random.below(3) - 1);
    return logs;
  };
  const answer = ({ id: call, method, params }: Call): object => {
    if (misbehaves('refuse'))
      return { jsonrpc: '2.0', id: call, error: { code: -32_005, message: 'query returned more than 10 results' } };
    const results: Record<string, () => unknown> = {
      eth_chainId: () => hex(record.deployment.chainId),
      eth_blockNumber: () => hex(Math.max(0, blocks.length - 1 - (misbehaves('staleHead') ? random.below(3) : 0))),
      eth_getBlockByNumber: () => headerOf(params[0] as string),
      eth_getLogs: () => logsOf(params[0] as Record<string, string>),
      eth_getCode: () => '0x01',
    };
    return { jsonrpc: '2.0', id: call, result: results[method]?.() ?? null };
  };
  const reply = async (body: string, response: ServerResponse): Promise<void> => {
    const asked = JSON.parse(body) as Call | Call[];
    if (misbehaves('delay')) await sleep(random.below(LONGEST_DELAY_MS));
    if (misbehaves('drop')) return void response.destroy();
    if (misbehaves('status429')) return void response.writeHead(429).end('too many requests');
    if (misbehaves('status503')) return void response.writeHead(503).end('busy');
    let text = JSON.stringify(Array.isArray(asked) ? asked.map(answer) : answer(asked));
    if (misbehaves('cut')) text = text.slice(0, random.below(text.length));
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await reply(Buffer.concat(chunks).toString(), response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    head: () => blocks.length - 1,
    left: () => record.blocks.length - (blocks.at(-1)?.done ?? 0),
    mine(count) {
      for (let i = 0; i < count; i++) append(forks > 0 && random.chance(EMPTY));
    },
    fork(depth) {
      const length = blocks.length;
      forks++;
      blocks.length = Math.max(1, length - depth);
      while (blocks.length <= length) append(random.chance(EMPTY));
    },
    misbehave(likely, which = FAULTS) {
      probability = likely;
      faults = which;
    },
    misbehaved,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
