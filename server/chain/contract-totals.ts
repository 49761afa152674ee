import type { JsonRpcProvider } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { connectLedger } from '../../sdk/ledger.js';

/**
 * Asks the contracts for their running totals at a block.
 *
 * @param provider - A node that still has the block's state.
 * @param deployment - Whose ledger.
 */
export function createContractTotals(provider: JsonRpcProvider, deployment: Deployment) {
  const { revenue, token } = connectLedger(deployment, provider);
  return async (block: number, tableIds: readonly number[], memberIds: readonly number[]) => {
    const at = { blockTag: block };
    const [{ tracked, fees }, held] = await Promise.all([
      revenue.books(at),
      token.balanceOf(deployment.contracts.RevenueLedger, at),
    ]);
    const tables = await Promise.all(
      tableIds.map(async (id) => ({ id, sales: await revenue.salesOf(id, at), royalties: await revenue.royaltiesOf(id, at) })),
    );
    const accounts = await Promise.all(
      memberIds.map(async (id) => {
        const { total, done } = await revenue.accountOf(id, at);
        return { id, total, done };
      }),
    );
    return { tracked, fees, held, tables, accounts };
  };
}
