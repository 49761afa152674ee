import { setTimeout as sleep } from 'node:timers/promises';
import type { Wallet } from 'ethers';
import type { Kysely } from 'kysely';
import type { Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { askNode } from './chain/ask-node.js';
import { createButtons } from './chain/buttons.js';
import { createContractTotals } from './chain/contract-totals.js';
import type { Config } from './config.js';
import { createPayoutRunner, type PayoutRunner } from './domain/payout-runner.js';
import type { Sync } from './indexer/sync.js';
import { createPayoutDiary, findEffects } from './store/payout-runs.js';
import { listDueMembers, listDueTables, payoutAccounts, readBooks, readFeesDue, readTotals } from './store/revenue.js';
import type { Database } from './store/schema.js';

/** Longest wait of a payout run for an index that stands still, in milliseconds; the outbox goes on in the next run. */
const LONGEST_WAIT_MS = 60_000;

/** What the runner is made of. */
export interface PayoutParts {
  db: Kysely<Database>;
  /** Connected to the node. */
  wallet: Wallet;
  deployment: Deployment;
  rpcUrl: string;
  sync: Sync;
  finalBlock(): Promise<number>;
  /** Reads rows and the head that they are true for in one transaction. */
  atOneBlock<T>(read: (db: Kysely<Database>) => Promise<T>): Promise<{ asOf: { block: number }; value: T }>;
  config: Config;
  /** Ends all pauses when the service stops. */
  stopping: AbortSignal;
}

/**
 * Binds the payout runner's ports to the chain, the index and the store.
 *
 * @param parts - What it is made of.
 */
export function bindPayouts(parts: PayoutParts): PayoutRunner {
  const { db, wallet, deployment, rpcUrl, sync, config } = parts;
  const contractTotals = createContractTotals(wallet.provider as never, deployment, rpcUrl);
  const reached = (block: number) => reachedOrStuck(sync, block);
  return createPayoutRunner({
    buttons: createButtons(wallet, deployment, rpcUrl),
    diary: createPayoutDiary(db),
    dues: {
      tables: () => listDueTables(db),
      members: (now) => listDueMembers(db, now),
      fees: () => readFeesDue(db),
      effects: (transactions) => findEffects(db, transactions),
      accounts: (memberIds) => payoutAccounts(db, memberIds),
      reached,
      async caughtUp() {
        const block = await askNode(rpcUrl, parts.finalBlock);
        await reached(block);
        return block;
      },
    },
    audit: {
      async views(tableIds, memberIds) {
        const { asOf, value: index } = await parts.atOneBlock(async (reads) => {
          return { ...(await readBooks(reads)), ...(await readTotals(reads, tableIds, memberIds)) };
        });
        return { index, contracts: await contractTotals(asOf.block, tableIds, memberIds) };
      },
    },
    clock: {
      now: () => Math.max(Math.floor(Date.now() / 1000), sync.status().blockTime),
      ms: () => performance.now(),
      pause: (ms) =>
        sleep(ms, undefined, { signal: parts.stopping }).catch(() => {
          throw new Error('the service is stopping');
        }),
    },
    settings: {
      gasPerTransaction: config.payoutGas,
      stuckSeconds: config.payoutStuckSeconds,
      feesSeconds: config.payoutFeesSeconds,
    },
  });
}

/** Waits for the index while it goes on. */
async function reachedOrStuck(sync: Sync, block: number): Promise<void> {
  for (let seen = Number.NEGATIVE_INFINITY; ; seen = sync.status().block) {
    if (await within(LONGEST_WAIT_MS, sync.reached(block))) return;
    if (sync.status().block > seen) continue;
    const problem = `it stands at block ${seen}; payouts wait for block ${block}.`;
    throw new LedgerError('INDEX_STUCK', { problem: sync.status().problem?.message ?? problem });
  }
}

/** Whether something came in time. */
async function within(limitMs: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
