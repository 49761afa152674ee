import { Contract, type JsonRpcProvider, type Wallet } from 'ethers';
import { explainRevert } from '../../sdk/contract-errors.js';
import type { Deployment } from '../../sdk/deployment.js';
import { gasOverrides } from '../../sdk/ledger.js';
import { factories } from '../../types/index.js';
import { askNode } from './ask-node.js';

/** The chain's own list says of an address that it sends. */
const ENABLED = 1n;
const LIST = ['function readAllowList(address) view returns (uint256)'];

/**
 * The gatekeeper's hand on the chain.
 *
 * @param wallet - The gatekeeper's key: it pushes what anyone may.
 * @param deployment - Whose ledger.
 * @param address - The sender gate.
 * @param rpcUrl - Named in refusals.
 */
export function openSenderGate(wallet: Wallet, deployment: Deployment, address: string, rpcUrl: string) {
  const provider = wallet.provider as JsonRpcProvider;
  const gate = factories.contracts.SenderGate__factory.connect(address, wallet);
  const ask = <T>(question: () => Promise<T>) => askNode(rpcUrl, question);
  let list: Contract | undefined;
  return {
    address: wallet.address,
    async outOfStep(senders: readonly { key: string; may: boolean }[]): Promise<string[]> {
      list ??= new Contract(await ask(() => gate.SENDERS()), LIST, provider);
      const roleOf = list.getFunction('readAllowList');
      const roles = await Promise.all(senders.map(({ key }) => ask(() => roleOf(key) as Promise<bigint>)));
      const differs = (role: bigint, may: boolean) => role <= ENABLED && (role === ENABLED) !== may;
      return senders.flatMap(({ key, may }, i) => (differs(roles[i] as bigint, may) ? [key] : []));
    },
    nonce: () => ask(() => provider.getTransactionCount(wallet.address, 'latest')),
    async usualPrice() {
      return gasOverrides(deployment).gasPrice ?? BigInt(await ask(() => provider.send('eth_gasPrice', [])));
    },
    async mirror(keys: readonly string[], nonce: number, gasPrice: bigint): Promise<string> {
      try {
        return (await ask(() => gate.mirror([...keys], { nonce, gasPrice }))).hash;
      } catch (error) {
        throw explainRevert(error);
      }
    },
    async block(txHash: string): Promise<number | undefined> {
      const receipt = await ask(() => provider.send('eth_getTransactionReceipt', [txHash]));
      return receipt === null ? undefined : Number(receipt.blockNumber);
    },
  };
}
