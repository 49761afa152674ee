import { setTimeout as sleep } from 'node:timers/promises';
import { keccak256 } from 'ethers';
import type { RawNode } from './raw-node.js';
import type { Lane } from './sign-ahead.js';

/** How fast transactions were mined. */
export interface Throughput {
  count: number;
  seconds: number;
  perSecond: number;
  /** Mean of all. */
  gas: number;
  failed: number;
}

/** Most transactions in one request, and a pause between looks, in milliseconds. */
const BATCH = 50;
const LOOK_EVERY_MS = 20;

/**
 * Sends signed transactions to several nodes at once, as fast as they take them, and waits until all are mined.
 *
 * @param lanes - Each is sent in order, to one node.
 * @returns From the first request to the block that holds the last one.
 */
export async function measure(lanes: readonly Lane[], nodes: readonly RawNode[]): Promise<Throughput> {
  const [watched] = nodes as [RawNode];
  const count = lanes.reduce((sum, lane) => sum + lane.length, 0);
  const waiting = new Set(lanes.flat().map((raw) => keccak256(raw)));
  let block = Number(await watched.call<string>('eth_blockNumber', []));
  const started = performance.now();
  const sending = Promise.all(
    nodes.map((node, i) =>
      sendAll(
        node,
        lanes.filter((_, lane) => lane % nodes.length === i),
      ),
    ),
  );
  const hashes: string[] = [];
  while (waiting.size > 0) {
    const head = Number(await watched.call<string>('eth_blockNumber', []));
    for (; block < head; block++) {
      const { transactions } = await watched.call<{ transactions: string[] }>('eth_getBlockByNumber', [hex(block + 1), false]);
      for (const hash of transactions) if (waiting.delete(hash)) hashes.push(hash);
    }
    if (waiting.size > 0) await sleep(LOOK_EVERY_MS);
  }
  const seconds = (performance.now() - started) / 1000;
  await sending;
  const { failed, gas } = await receiptsOf(watched, hashes);
  return { count, seconds, perSecond: count / seconds, gas, failed };
}

/** A node gets a piece of every lane in turn, so that all keys are at work at once. */
async function sendAll(node: RawNode, lanes: readonly Lane[]): Promise<void> {
  const longest = Math.max(0, ...lanes.map((lane) => lane.length));
  const inTurn = Array.from({ length: longest }, (_, i) => lanes.flatMap((lane) => lane[i] ?? [])).flat();
  for (let i = 0; i < inTurn.length; i += BATCH) await node.send(inTurn.slice(i, i + BATCH));
}

async function receiptsOf(node: RawNode, hashes: readonly string[]): Promise<{ gas: number; failed: number }> {
  let [gas, failed] = [0, 0];
  for (const hash of hashes) {
    const receipt = await node.call<{ gasUsed: string; status: string }>('eth_getTransactionReceipt', [hash]);
    gas += Number(receipt.gasUsed);
    if (Number(receipt.status) !== 1) failed++;
  }
  return { gas: gas / hashes.length, failed };
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** The middle of some figures. */
export function medianOf(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}

/** The figure below which a part of them lies. */
export function quantileOf(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number;
}
