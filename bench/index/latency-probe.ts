import { setTimeout as sleep } from 'node:timers/promises';
import { factories } from '../../types/index.js';
import type { Manifest } from './fill-chain.js';
import { hex, type JsonRpc } from './json-rpc.js';
import { keyOfMember } from './market-life.js';
import { randomFrom } from './random.js';

const LOOK_EVERY_MS = 2;
const LONGEST_MS = 60_000;
/** Blocks come at no fixed time, so that nobody's looks fall together with them. */
const PAUSE_MS = { least: 200, most: 1_200 };
const TX_GAS = 3_000_000;

/** An API that shows purchases. */
export interface Shown {
  /** How often a dataset has been bought. */
  purchasesOf(datasetId: number): Promise<number>;
  /** Whether a purchase is there: the transaction, and the dataset's so-manieth. */
  isVisible(purchase: { txHash: string; datasetId: number; nth: number }): Promise<boolean>;
}

const market = factories.contracts.AccessMarket__factory.createInterface();

/**
 * Buys access again and again, each time in a block of its own, and looks when an API shows it.
 *
 * @param count - How many purchases.
 * @returns From the block's being mined to its being visible, in milliseconds.
 */
export async function probeLatency(
  node: JsonRpc,
  { datasets, deployment }: Manifest,
  count: number,
  { isVisible, purchasesOf }: Shown,
): Promise<number[]> {
  const random = randomFrom(count);
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const datasetId = 1 + Math.floor(random() * datasets);
    const nth = (await purchasesOf(datasetId)) + 1;
    const data = market.encodeFunctionData('purchase', [datasetId, datasetId, 0, 2n ** 128n - 1n]);
    const act = { from: keyOfMember(0).address, to: deployment.contracts.AccessMarket, data, gas: hex(TX_GAS), gasPrice: '0x0' };
    const txHash = await node.call<string>('eth_sendTransaction', [act]);
    await node.call('evm_mine');
    const mined = performance.now();
    while (!(await isVisible({ txHash, datasetId, nth }))) {
      if (performance.now() - mined > LONGEST_MS) throw new Error(`${txHash} is not visible after ${LONGEST_MS / 1000} s`);
      await sleep(LOOK_EVERY_MS);
    }
    found.push(performance.now() - mined);
    await sleep(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
  }
  return found;
}
