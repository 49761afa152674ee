import { expect } from 'chai';
import type { TransactionReceipt, TransactionResponse } from 'ethers';
import { mine, receiptOf } from '../../sdk/ledger.js';

/** A node on a chain that makes no further block after the one that is waited for. */
function idleNode(answers: (Partial<TransactionReceipt> | null)[]): TransactionResponse {
  const provider = { getTransactionReceipt: async () => (answers.length > 1 ? answers.shift() : answers[0]) };
  return { hash: '0x01', provider } as unknown as TransactionResponse;
}

describe('waiting for a transaction', () => {
  it('hears of one that was mined between two looks, though no block follows it', async () => {
    const mined = { hash: '0x01', blockNumber: 21, status: 1, logs: [] };
    expect(await receiptOf(idleNode([null, null, mined]))).to.equal(mined);
  });

  it('tells of one that was mined in vain', async () => {
    const reverted = { hash: '0x01', blockNumber: 21, status: 0, logs: [] };
    const problem = await mine(Promise.resolve(idleNode([reverted]))).catch((error: Error) => error);
    expect(problem).to.include({ code: 'CHAIN_REFUSED' });
  });
});
