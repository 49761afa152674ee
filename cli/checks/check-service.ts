import type { Context } from '../context.js';
import { problemsOf, readHealth } from '../health.js';
import { type Finding, fail, ok, warn } from './finding.js';

/** Blocks that an index may be behind for a moment. */
const FEW_BLOCKS = 10;

/**
 * The service: whether it is of the same chain, up to date and well.
 *
 * @param chainId - Of the deployment; absent when there is none.
 */
export async function checkService(context: Context, chainId: number | undefined): Promise<Finding[]> {
  const health = await readHealth(context);
  const { chain, index, reconciliation } = health;
  const other = chainId !== undefined && chain.chainId !== chainId;
  return [
    other
      ? fail('service', `${context.api.url} is of chain ${chain.chainId}, the deployment of ${chainId}; name another with --api`)
      : ok('service', `${context.api.url}, chain ${chain.chainId}`),
    index.lag > FEW_BLOCKS
      ? warn('index', `block ${index.block}, ${index.lag} behind; what it shows is old until it has caught up`)
      : ok('index', `block ${index.block}, ${index.lag} behind`),
    ...problemsOf(health).map((one) => fail('service', `${one.code}: ${one.message}`)),
    ...(reconciliation.ok === false ? [fail('books', "index and contracts differ; the operator runs 'genba db check'")] : []),
  ];
}
