import type { JsonRpcProvider } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { connectLedger } from '../../sdk/ledger.js';
import { askNode } from './ask-node.js';

/** Questions under way at once. */
const AT_ONCE = 16;

/**
 * Asks the contracts for their running totals at a block.
 *
 * @param provider - A node that still has the block's state.
 * @param deployment - Whose ledger.
 * @param rpcUrl - The provider's node, for refusals.
 * @throws `NODE_UNREACHABLE`.
 */
export function createContractTotals(provider: JsonRpcProvider, deployment: Deployment, rpcUrl: string) {
  const { revenue, token } = connectLedger(deployment, provider);
  const ask = <T>(question: () => Promise<T>) => askNode(rpcUrl, question);
  return async (block: number, tableIds: readonly number[], memberIds: readonly number[]) => {
    const at = { blockTag: block };
    const { tracked, fees } = await ask(() => revenue.books(at));
    const held = await ask(() => token.balanceOf(deployment.contracts.RevenueLedger, at));
    const tables = await inTurns(tableIds, async (id) => {
      const [sales, royalties] = [await ask(() => revenue.salesOf(id, at)), await ask(() => revenue.royaltiesOf(id, at))];
      return { id, sales, royalties };
    });
    const accounts = await inTurns(memberIds, async (id) => {
      const { total, done } = await ask(() => revenue.accountOf(id, at));
      return { id, total, done };
    });
    return { tracked, fees, held, tables, accounts };
  };
}

/** Maps a few at a time, in order. */
async function inTurns<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const worker = async () => {
    for (const [index, item] of entries) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
