import type { JsonRpcError, JsonRpcProvider, JsonRpcResult } from 'ethers';
import { z } from 'zod';
import { nameOfNode } from '../../sdk/ledger.js';
import { type RawLog, readRawLogs } from './raw-log.js';

/** A block's header, as far as the index needs it. */
export interface Header {
  number: number;
  hash: string;
  parentHash: string;
  /** Unix seconds. */
  time: number;
  /** What the block says of the logs in it. */
  logsBloom: string;
}

/** When a block counts as final: at once (BFT), by the node's `finalized` tag, or so many blocks below the head. */
export type Finality = 'immediate' | 'finalized' | { depth: number };

/** What the index asks a node. */
export interface ChainNode {
  /** The latest final block's number; -1 when there is none yet. */
  finalBlock(): Promise<number>;
  header(block: number): Promise<Header>;
  /** The headers of a range in order, both ends included. */
  headers(from: number, to: number): Promise<Header[]>;
  /** Logs of the given addresses in a range, both ends included. */
  logs(from: number, to: number): Promise<RawLog[]>;
  /** All logs in the block with a hash, also those of other addresses. */
  logsOf(blockHash: string): Promise<RawLog[]>;
  /** The given addresses, in lower case. */
  addresses: ReadonlySet<string>;
}

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,14}$/)
  .transform(Number);
const hash = z.string().regex(/^0x[0-9a-f]{64}$/);
const HEADER = z.object({
  number: quantity,
  hash,
  parentHash: hash,
  timestamp: quantity,
  logsBloom: z.string().regex(/^0x[0-9a-f]{512}$/),
});

/** Headers that are asked for in one request. */
const BATCH = 100;

/**
 * Asks a node over JSON-RPC.
 *
 * @param provider - The node.
 * @param addresses - Whose logs count.
 * @param finality - When a block counts as final.
 */
export function createChainNode(provider: JsonRpcProvider, addresses: readonly string[], finality: Finality): ChainNode {
  const ours = new Set(addresses.map((address) => address.toLowerCase()));
  const hex = (block: number) => `0x${block.toString(16)}`;
  /** What goes wrong is shown to everybody: it does not say the node's whole address. */
  const quiet = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      const { url } = provider._getConnection();
      if (error instanceof Error) error.message = error.message.replaceAll(url, nameOfNode(url));
      throw error;
    }
  };
  const send = (method: string, params: unknown[]) => quiet(() => provider.send(method, params));
  const headerAt = async (tag: string): Promise<Header> => toHeader(tag, await send('eth_getBlockByNumber', [tag, false]));
  const batch = (tags: readonly string[]): Promise<Header[]> =>
    quiet(async () => {
      const asked = tags.map((tag, id) => ({
        jsonrpc: '2.0' as const,
        id,
        method: 'eth_getBlockByNumber',
        params: [tag, false],
      }));
      const said = (await provider._send(asked)) as (JsonRpcResult | JsonRpcError)[];
      // A refusal of them all may come alone, without the number of any.
      const refusal = said.find((answer) => 'error' in answer);
      if (refusal !== undefined) throw new Error(`${refusal.error.message} (${refusal.error.code})`);
      const answers = new Map(said.map((answer) => [answer.id, answer]));
      return tags.map((tag, id) => {
        const answer = answers.get(id);
        if (answer === undefined || !('result' in answer)) throw new Error(`no answer for block ${tag}`);
        return toHeader(tag, answer.result);
      });
    });
  const logsWhere = async (where: object): Promise<RawLog[]> => readRawLogs(await send('eth_getLogs', [where]));
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => hex(from + i));
  return {
    async finalBlock() {
      if (finality === 'finalized') return (await headerAt('finalized')).number;
      const latest = Number(await send('eth_blockNumber', []));
      return finality === 'immediate' ? latest : Math.max(-1, latest - finality.depth);
    },
    header: (block) => headerAt(hex(block)),
    async headers(from, to) {
      if (from === to) return [await headerAt(hex(from))];
      const starts = Array.from({ length: Math.ceil((to - from + 1) / BATCH) }, (_, i) => from + i * BATCH);
      const batches = await Promise.all(starts.map((start) => batch(range(start, Math.min(to, start + BATCH - 1)))));
      return batches.flat();
    },
    logs: (from, to) => logsWhere({ address: addresses, fromBlock: hex(from), toBlock: hex(to) }),
    logsOf: (blockHash) => logsWhere({ blockHash }),
    addresses: ours,
  };
}

/** A header as the node gives it, or a refusal when it is none, or of another block. */
function toHeader(tag: string, answer: unknown): Header {
  const parsed = HEADER.safeParse(answer);
  if (!parsed.success)
    throw new Error(answer === null ? `the node has no block ${tag}` : `the node gives no header for block ${tag}`);
  const { timestamp, ...header } = parsed.data;
  if (tag.startsWith('0x') && header.number !== Number(tag))
    throw new Error(`the node gives block ${header.number} for block ${Number(tag)}`);
  return { ...header, time: timestamp };
}
