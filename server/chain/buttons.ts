import { isError, type JsonRpcProvider, keccak256, type Wallet } from 'ethers';
import { explainRevert } from '../../sdk/contract-errors.js';
import type { Deployment } from '../../sdk/deployment.js';
import { saidIn } from '../../sdk/errors-inside.js';
import { connectLedger } from '../../sdk/ledger.js';
import { askNode } from './ask-node.js';

type Act = 'distribute' | 'payOut' | 'payFees';
type GasPrice = { type: 'legacy'; price: bigint } | { type: 'market'; price: bigint; priority: bigint };

/** What nodes say, by what it means. The first that fits counts: a dearer replacement is wanted before an old nonce is over. */
const ANSWERS = [
  { type: 'taken', said: /already ?known|known transaction|already imported|already exists|already in (the )?(mem)?pool/i },
  {
    type: 'underpriced',
    said: /underpriced|fee ?too ?low|price too low|below (the )?(configured )?minimum|less than (the )?block base fee|lower than.*base ?fee|gas price.*minimum/i,
  },
  { type: 'used', said: /nonce (is )?too low|nonce.*(lower|already been used)|old ?nonce|below.*account nonce/i },
  { type: 'unfunded', said: /insufficient ?(funds|balance)|enough funds|upfront cost|exceeds.*account balance/i },
  {
    type: 'later',
    said: /pool.*full|nonce (is )?too (high|far|distant)|nonce gap|future (transaction|nonce)|exceed.*(pending|queue)|account limit|(pending|queue) limit/i,
  },
] as const;

/**
 * The payout runner's hand: signs and sends the acts that anyone may do.
 *
 * @param wallet - The runner's key; it needs no role and holds nobody's money.
 * @param deployment - Whose ledger.
 * @param rpcUrl - The wallet's node, for refusals.
 */
export function createButtons(wallet: Wallet, deployment: Deployment, rpcUrl: string) {
  const provider = wallet.provider as JsonRpcProvider;
  const { revenue } = connectLedger(deployment, wallet);
  const ask = <T>(question: () => Promise<T>) => askNode(rpcUrl, question);
  const dataOf = (act: Act, ids: readonly number[]) =>
    act === 'payFees'
      ? revenue.interface.encodeFunctionData(act)
      : revenue.interface.encodeFunctionData(act as 'distribute', [[...ids]]);
  const request = (act: Act, ids: readonly number[], gasLimit: number) => {
    return { to: deployment.contracts.RevenueLedger, data: dataOf(act, ids), gasLimit };
  };
  const suggestedPrice = async (): Promise<GasPrice> => {
    if (deployment.gasPrice !== undefined) {
      return { type: 'legacy', price: BigInt(await ask(() => provider.send('eth_gasPrice', []))) };
    }
    const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = await ask(() => provider.getFeeData());
    return maxFeePerGas === null
      ? { type: 'legacy', price: gasPrice ?? 0n }
      : { type: 'market', price: maxFeePerGas, priority: maxPriorityFeePerGas ?? 0n };
  };
  return {
    address: wallet.address,
    minedCount: () => ask(() => provider.getTransactionCount(wallet.address, 'latest')),
    async blockGas(): Promise<number> {
      return Number((await ask(() => provider.send('eth_getBlockByNumber', ['latest', false]))).gasLimit);
    },
    async price(): Promise<GasPrice> {
      return deployment.gasPrice === undefined ? suggestedPrice() : { type: 'legacy', price: BigInt(deployment.gasPrice) };
    },
    suggestedPrice,
    balance: () => ask(() => provider.getBalance(wallet.address)),
    async refusal(act: Act, ids: readonly number[], gasLimit: number): Promise<string | undefined> {
      try {
        await ask(() => provider.call({ ...request(act, ids, gasLimit), from: wallet.address }));
        return undefined;
      } catch (error) {
        const explained = explainRevert(error) as Error & { code?: string };
        if (explained.code === 'NODE_UNREACHABLE') throw error;
        return explained.message;
      }
    },
    async sign(call: { act: Act; ids: readonly number[]; nonce: number; gasLimit: number; gasPrice: GasPrice }) {
      const { act, ids, nonce, gasLimit, gasPrice } = call;
      const fees =
        gasPrice.type === 'legacy'
          ? { type: 0, gasPrice: gasPrice.price }
          : { type: 2, maxFeePerGas: gasPrice.price, maxPriorityFeePerGas: gasPrice.priority };
      const { chainId } = deployment;
      const raw = await wallet.signTransaction({ ...request(act, ids, gasLimit), ...fees, nonce, chainId });
      return { raw, txHash: keccak256(raw) };
    },
    async send(raw: string) {
      try {
        await ask(() => provider.send('eth_sendRawTransaction', [raw]));
        return { type: 'taken' as const };
      } catch (error) {
        if ((error as { code?: string }).code === 'NODE_UNREACHABLE') throw error;
        return answerOf(error);
      }
    },
    async outcome(txHash: string) {
      const receipt = await ask(() => provider.send('eth_getTransactionReceipt', [txHash]));
      if (receipt === null) return undefined;
      const state = Number(receipt.status) === 1 ? ('mined' as const) : ('reverted' as const);
      return { state, block: Number(receipt.blockNumber) };
    },
  };
}

function answerOf(error: unknown) {
  const problem = saidIn(error);
  const known = ANSWERS.find(({ said }) => said.test(problem))?.type;
  if (known === 'unfunded' || isError(error, 'INSUFFICIENT_FUNDS')) return { type: 'unfunded' as const, problem };
  if (known !== undefined) return { type: known };
  if (isError(error, 'NONCE_EXPIRED')) return { type: 'used' as const };
  if (isError(error, 'REPLACEMENT_UNDERPRICED')) return { type: 'underpriced' as const };
  return { type: 'refused' as const, problem };
}
