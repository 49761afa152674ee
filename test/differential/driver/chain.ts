import { Interface, type InterfaceAbi } from 'ethers';
import { factories } from '../../../types/index.js';
import { ethers } from '../../support/contracts-fixture.js';

const GAS = '0x1000000';
const GAS_PRICE = '0x77359400';
const { contracts } = factories;

/** Every error that our contracts and the token know. */
const ERRORS = new Interface(
  Object.values(
    Object.fromEntries(
      [
        contracts.MemberRegistry__factory,
        contracts.DatasetRegistry__factory,
        contracts.AccessGrants__factory,
        contracts.AccessMarket__factory,
        contracts.RevenueLedger__factory,
        contracts.SettlementToken__factory,
      ]
        .flatMap(({ abi }) => [...abi] as { type: string; name?: string }[])
        .filter(({ type }) => type === 'error')
        .map((error) => [error.name, error]),
    ),
  ) as InterfaceAbi,
);

/** A transaction to send. */
export interface Call {
  from: string;
  to: string;
  data: string;
}

/**
 * Sends a transaction in a block of its own.
 *
 * @param at - The block's time, in Unix seconds.
 * @returns The name of the error that refused it, or nothing.
 */
export async function send(call: Call, at: number): Promise<string | undefined> {
  const { provider } = ethers;
  await provider.send('evm_setNextBlockTimestamp', [at]);
  try {
    await provider.send('eth_sendTransaction', [{ ...call, gas: GAS, gasPrice: GAS_PRICE }]);
    return undefined;
  } catch (error) {
    const { data } = error as { data?: unknown };
    if (typeof data !== 'string') throw error;
    return ERRORS.parseError(data)?.name ?? data;
  }
}
