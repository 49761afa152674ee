import type { Wallet } from 'ethers';
import type { Logger } from 'pino';
import type { Deployment } from '../sdk/deployment.js';
import { bindGatekeeper } from './bind-gatekeeper.js';
import { bindPayouts } from './bind-payouts.js';
import { atOneBlock } from './bind-reads.js';
import type { Webhooks } from './bind-webhooks.js';
import { followHeads } from './chain/heads.js';
import type { Config } from './config.js';
import type { PayoutRunner, RunReport } from './domain/payout-runner.js';
import { PATIENCE_MS, type Sync, type SyncStatus, startSync } from './indexer/sync.js';
import type { Nodes } from './open-nodes.js';
import { type Repeated, repeat } from './repeat.js';
import type { Engine } from './store/engine.js';

/** What one process alone does at a time: it keeps the index, pays out, keeps the chain's list of senders and lets webhooks go out. */
export interface Duties {
  sync: Sync;
  runner: PayoutRunner;
  payouts: Repeated<RunReport>;
  gatekeeper: ReturnType<typeof bindGatekeeper>;
  stop(): Promise<void>;
}

/** What duties are made of. */
export interface DutyParts {
  config: Config;
  deployment: Deployment;
  nodes: Nodes;
  store: Engine;
  storeName: string;
  /** The payout runner's key, connected to the chain. */
  wallet: Wallet;
  log: Logger;
  startDelivery: Webhooks['startDelivery'];
  /** Called after every change of the index. */
  onNews(): void;
}

/** How often a long catch-up of the index is told of, in milliseconds. */
const PROGRESS_MS = 2_000;

/**
 * Takes up the duties of the process that leads.
 *
 * @param parts - What they are made of.
 * @throws `INDEX_OF_ANOTHER_CHAIN`, `INDEX_AHEAD`.
 */
export async function takeUpDuties(parts: DutyParts): Promise<Duties> {
  const { config, deployment, log, nodes, onNews, store, storeName } = parts;
  let told = Date.now();
  const sync = await startSync({
    store,
    storeName,
    node: nodes.node,
    deployment,
    pollMs: config.pollMs,
    patienceMs: PATIENCE_MS,
    onProgress({ block, finalBlock }: SyncStatus) {
      onNews();
      if (Date.now() - told < PROGRESS_MS || block === finalBlock) return;
      told = Date.now();
      log.warn({ block, finalBlock }, 'index is catching up');
    },
    onProblem: (error) => log.error({ err: error }, 'index does not go on'),
    onRewind(from, to) {
      log.error({ from, to }, 'the chain has taken blocks back; so has the index');
      onNews();
    },
  });
  try {
    return takeUpRest(parts, sync);
  } catch (error) {
    await sync.stop();
    throw error;
  }
}

/** What follows the index. */
function takeUpRest(parts: DutyParts, sync: Sync): Duties {
  const { config, deployment, log, nodes, store, wallet } = parts;
  const { node, pool, rpcUrl } = nodes;
  const { db } = store;
  const heads = followHeads(nodes.headsUrls, () => sync.look());
  const stopping = new AbortController();
  const runner = bindPayouts({
    db,
    wallet,
    deployment,
    rpcUrl,
    sync,
    finalBlock: node.finalBlock,
    atOneBlock: (read) => atOneBlock(db, read),
    config,
    stopping: stopping.signal,
  });
  const payouts = repeat(runner.run, config.payoutSeconds * 1000, {
    onDone: (report) => {
      const { distributed, paid, refused, fees, heldBack } = report;
      if (distributed.length + paid.length + refused.length + fees.length === 0) return;
      log.info({ distributed: distributed.length, paid: paid.length, refused, fees, heldBack }, 'payouts done');
    },
    onError: (error) => log.error({ err: error }, 'payout run failed'),
  });
  const gatekeeper = bindGatekeeper({
    db,
    provider: pool.provider,
    deployment,
    rpcUrl,
    sync,
    config,
    stopping: stopping.signal,
    log,
  });
  const delivery = parts.startDelivery();
  return {
    sync,
    runner,
    payouts,
    gatekeeper,
    async stop() {
      stopping.abort();
      sync.abandon();
      await delivery.stop();
      await gatekeeper?.stop();
      await payouts.stop();
      heads.close();
      await sync.stop();
    },
  };
}
