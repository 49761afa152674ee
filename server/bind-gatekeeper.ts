import { setTimeout as sleep } from 'node:timers/promises';
import { type JsonRpcProvider, Wallet } from 'ethers';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Deployment } from '../sdk/deployment.js';
import { openSenderGate } from './chain/sender-gate.js';
import type { Config } from './config.js';
import { createGatekeeper } from './domain/gatekeeper.js';
import type { Sync } from './indexer/sync.js';
import { type Repeated, repeat } from './repeat.js';
import { readRunnerKey } from './runner-key.js';
import type { Database } from './store/schema.js';
import { listSenders } from './store/senders.js';

/** What the gatekeeper is made of. */
export interface GatekeeperParts {
  db: Kysely<Database>;
  provider: JsonRpcProvider;
  deployment: Deployment;
  rpcUrl: string;
  sync: Sync;
  config: Config;
  /** Ends all pauses when the service stops. */
  stopping: AbortSignal;
  log: Logger;
}

/**
 * Binds the gatekeeper's ports to the chain, the index and the store, and lets it work. It has a key of its own, for its nonces are not to
 * mix with the payout runner's.
 *
 * @returns Undefined where the chain keeps no list of senders, or none is to work here.
 */
export function bindGatekeeper(parts: GatekeeperParts): (Repeated<number> & { address: string }) | undefined {
  const { config, db, deployment, log, provider, rpcUrl, stopping, sync } = parts;
  if (deployment.senderGate === undefined || config.gateSeconds === 0) return undefined;
  const wallet = new Wallet(readRunnerKey(config.dataFolder, 'gatekeeper'), provider);
  const gate = openSenderGate(wallet, deployment, deployment.senderGate, rpcUrl);
  const run = createGatekeeper({
    gate,
    suspects: (now, limit, everybody) => listSenders(db, now, limit, everybody),
    reached: sync.reached,
    clock: {
      now: () => Math.max(Math.floor(Date.now() / 1000), sync.status().blockTime),
      pause: (ms: number) => sleep(ms, undefined, { signal: stopping }),
    },
  });
  const work = repeat(run, config.gateSeconds * 1000, {
    onDone: (pushed) => {
      if (pushed > 0) log.info({ pushed }, 'senders in step with the ledger');
    },
    onError: (error) => log.error({ err: error }, 'senders are not in step with the ledger'),
  });
  return { ...work, address: gate.address };
}
