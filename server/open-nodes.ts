import { setTimeout as sleep } from 'node:timers/promises';
import { contractsOf, type Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { requireChain } from '../sdk/ledger.js';
import { type ChainNode, createChainNode } from './chain/node.js';
import { type NodePool, openNodePool } from './chain/node-pool.js';
import type { Config } from './config.js';

/** The nodes of a deployment, as the settings say. */
export interface Nodes {
  pool: NodePool;
  /** The preferred one. */
  rpcUrl: string;
  /** Where nodes tell of new blocks; of other nodes than the deployment's only those that are named. */
  headsUrls: readonly string[];
  /** Where nodes say whether they are well; likewise. */
  healthUrls: readonly string[];
  /** What the index asks. */
  node: ChainNode;
  /**
   * Refuses unless some node is there, and of the deployment's chain.
   *
   * @throws `CHAIN_UNREACHABLE`, `CHAIN_OTHER`, `GENESIS_OTHER`, `NODES_REFUSED`, `DEPLOYMENT_STALE`.
   */
  require(): Promise<void>;
  /** Whether some node answers, and soon. */
  answers(): Promise<boolean>;
}

/** A node that has not answered a short question after so long does not, in milliseconds. */
const LONGEST_ANSWER_MS = 3_000;

/**
 * Opens the nodes of a deployment, without asking them for anything yet.
 *
 * @param config - May name others than the deployment does.
 */
export function openNodes(
  config: Pick<Config, 'rpcUrls' | 'headsUrls' | 'healthUrls' | 'finality'>,
  deployment: Deployment,
): Nodes {
  const urls = config.rpcUrls ?? [deployment.rpcUrl, ...(deployment.moreRpcUrls ?? [])];
  const rpcUrl = urls[0] as string;
  const pool = openNodePool(deployment, urls);
  const finality = config.finality ?? deployment.finality ?? 'immediate';
  const ofDeployment: Partial<Deployment> = config.rpcUrls === undefined ? deployment : {};
  return {
    pool,
    rpcUrl,
    headsUrls: config.headsUrls ?? ofDeployment.headsUrls ?? [],
    healthUrls: config.healthUrls ?? ofDeployment.healthUrls ?? [],
    node: createChainNode(pool.provider, Object.values(contractsOf(deployment)), finality),
    async require() {
      try {
        await requireChain(pool.provider, deployment, rpcUrl);
      } catch (error) {
        const standing = pool.standing();
        if (standing.length === 1 || standing.some((one) => one.state !== 'refused')) throw error;
        throw new LedgerError('NODES_REFUSED', { problem: standing.map((one) => `${one.url}: ${one.problem}`).join('; ') });
      }
    },
    async answers() {
      const answer = pool.provider.send('eth_blockNumber', []).then(
        () => true,
        () => false,
      );
      return Promise.race([answer, sleep(LONGEST_ANSWER_MS, false, { ref: false })]);
    },
  };
}
