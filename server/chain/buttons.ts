import { isError, type JsonRpcProvider, keccak256, type TransactionReceipt, type Wallet } from 'ethers';
import { explainRevert } from '../../sdk/contract-errors.js';
import type { Deployment } from '../../sdk/deployment.js';
import { LedgerError } from '../../sdk/errors.js';
import { connectLedger, gasOverrides } from '../../sdk/ledger.js';

/** What nodes say when they have a transaction already, or its nonce is used. */
const KNOWN_ALREADY = /already known|known transaction|already imported|nonce (is )?too low|nonce.*lower/i;

/**
 * The payout runner's hand: signs and sends the two acts that anyone may do.
 *
 * @param wallet - The runner's key; it needs no role and holds nobody's money.
 * @param deployment - Whose ledger.
 */
export function createButtons(wallet: Wallet, deployment: Deployment) {
  const provider = wallet.provider as JsonRpcProvider;
  const { revenue } = connectLedger(deployment, wallet);
  return {
    async sign(act: 'distribute' | 'payOut', ids: readonly number[]) {
      try {
        const call = await revenue[act].populateTransaction([...ids]);
        const nonce = await provider.getTransactionCount(wallet.address, 'latest');
        const filled = await wallet.populateTransaction({ ...call, ...gasOverrides(deployment), nonce });
        // What is due can grow between estimate and block.
        filled.gasLimit = (BigInt(filled.gasLimit ?? 0) * 13n) / 10n;
        const raw = await wallet.signTransaction(filled);
        return { nonce, raw, txHash: keccak256(raw) };
      } catch (error) {
        throw explainRevert(error);
      }
    },
    async send(raw: string): Promise<void> {
      try {
        await provider.broadcastTransaction(raw);
      } catch (error) {
        if (KNOWN_ALREADY.test((error as Error).message)) return;
        if (isError(error, 'NETWORK_ERROR') || isError(error, 'SERVER_ERROR') || isError(error, 'TIMEOUT')) throw error;
        const explained = explainRevert(error);
        throw explained instanceof LedgerError
          ? explained
          : new LedgerError('CHAIN_REFUSED', { problem: (error as Error).message });
      }
    },
    async outcome(txHash: string, nonce: number) {
      const receipt = await provider.getTransactionReceipt(txHash);
      if (receipt !== null) return endOf(receipt);
      const used = (await provider.getTransactionCount(wallet.address, 'latest')) > nonce;
      if (!used) return { state: 'waiting' as const };
      // Mined between the two questions, or another transaction took the nonce.
      const late = await provider.getTransactionReceipt(txHash);
      return late === null ? { state: 'superseded' as const } : endOf(late);
    },
  };
}

function endOf(receipt: TransactionReceipt) {
  return { state: receipt.status === 1 ? ('mined' as const) : ('reverted' as const), block: receipt.blockNumber };
}
