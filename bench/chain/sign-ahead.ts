import type { Wallet } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';

/** One act of one key, not signed yet. */
export interface Act {
  wallet: Wallet;
  to: string;
  data: string;
  gasLimit: number;
}

/** Transactions of one key, in the order of their nonces. */
export type Lane = string[];

/**
 * Signs acts before anything is measured.
 *
 * @param acts - In the order in which each key is to send its own.
 * @param nonceOf - The next nonce of each key; counts on.
 * @returns A lane for each key.
 */
export async function signAhead(acts: readonly Act[], nonceOf: Map<string, number>, deployment: Deployment): Promise<Lane[]> {
  const lanes = new Map<string, Lane>();
  for (const { data, gasLimit, to, wallet } of acts) {
    const nonce = nonceOf.get(wallet.address) ?? 0;
    nonceOf.set(wallet.address, nonce + 1);
    const request = {
      to,
      data,
      gasLimit,
      nonce,
      type: 0,
      gasPrice: BigInt(deployment.gasPrice ?? 0),
      chainId: deployment.chainId,
    };
    const raw = await wallet.signTransaction(request);
    const lane = lanes.get(wallet.address);
    if (lane === undefined) lanes.set(wallet.address, [raw]);
    else lane.push(raw);
  }
  return [...lanes.values()];
}
