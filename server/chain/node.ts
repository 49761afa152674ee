import type { JsonRpcProvider } from 'ethers';
import { nameOfNode } from '../../sdk/ledger.js';

/** A block's header, as far as the index needs it. */
export interface Header {
  number: number;
  hash: string;
  parentHash: string;
  /** Unix seconds. */
  time: number;
}

/** A log as the node gives it. */
export interface RawLog {
  address: string;
  topics: string[];
  data: string;
  blockNumber: string;
  blockHash: string;
  transactionHash: string;
  logIndex: string;
}

/** When a block counts as final: at once (BFT), by the node's `finalized` tag, or so many blocks below the head. */
export type Finality = 'immediate' | 'finalized' | { depth: number };

/** What the index asks a node. */
export interface ChainNode {
  /** The latest final block's number; -1 when there is none yet. */
  finalBlock(): Promise<number>;
  header(block: number): Promise<Header>;
  /** Logs of the given addresses in a range, both ends included. */
  logs(from: number, to: number): Promise<RawLog[]>;
}

/**
 * Asks a node over JSON-RPC.
 *
 * @param provider - The node.
 * @param addresses - Whose logs count.
 * @param finality - When a block counts as final.
 */
export function createChainNode(provider: JsonRpcProvider, addresses: readonly string[], finality: Finality): ChainNode {
  const hex = (block: number) => `0x${block.toString(16)}`;
  /** What goes wrong is shown to everybody: it does not say the node's whole address. */
  const send = async (method: string, params: unknown[]) => {
    try {
      return await provider.send(method, params);
    } catch (error) {
      const { url } = provider._getConnection();
      if (error instanceof Error) error.message = error.message.replaceAll(url, nameOfNode(url));
      throw error;
    }
  };
  const headerAt = async (tag: string): Promise<Header> => {
    const block = await send('eth_getBlockByNumber', [tag, false]);
    if (block === null) throw new Error(`the node has no block ${tag}`);
    return { number: Number(block.number), hash: block.hash, parentHash: block.parentHash, time: Number(block.timestamp) };
  };
  return {
    async finalBlock() {
      if (finality === 'finalized') return (await headerAt('finalized')).number;
      const latest = Number(await send('eth_blockNumber', []));
      return finality === 'immediate' ? latest : Math.max(-1, latest - finality.depth);
    },
    header: (block) => headerAt(hex(block)),
    logs: (from, to) => send('eth_getLogs', [{ address: addresses, fromBlock: hex(from), toBlock: hex(to) }]),
  };
}
