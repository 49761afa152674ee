import { setTimeout as sleep } from 'node:timers/promises';
import { keccak256 } from 'ethers';
import type { RawNode } from './raw-node.js';

const LOOK_EVERY_MS = 5;

/**
 * Sends transactions one after the other, and looks when the API shows what each did.
 *
 * @param raws - Signed, in order.
 * @param node - Takes them.
 * @param api - The service.
 * @returns From sending to being visible, in milliseconds.
 */
export async function measureLatency(raws: readonly string[], node: RawNode, api: string): Promise<number[]> {
  const found: number[] = [];
  for (const raw of raws) {
    const url = `${api}/events?tx=${keccak256(raw)}&limit=1`;
    const started = performance.now();
    await node.send([raw]);
    while (!(await isVisible(url))) await sleep(LOOK_EVERY_MS);
    found.push(performance.now() - started);
  }
  return found;
}

async function isVisible(url: string): Promise<boolean> {
  const { data } = (await (await fetch(url)).json()) as { data: unknown[] };
  return data.length > 0;
}
