import { existsSync } from 'node:fs';
import path from 'node:path';
import { Wallet } from 'ethers';
import { pino } from 'pino';
import type { Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { hostsOf, urlAt } from './addresses.js';
import { bindGatekeeper } from './bind-gatekeeper.js';
import { bindPayouts } from './bind-payouts.js';
import { atOneBlock, createLongReads, createSnapshot, isAbsence, orAbsence } from './bind-reads.js';
import { bindWebhooks } from './bind-webhooks.js';
import { followHeads } from './chain/heads.js';
import { watchNodeHealth } from './chain/node-health.js';
import { createSignInCheck } from './chain/sign-in-check.js';
import { watchForStall } from './chain/stall-watch.js';
import type { Config } from './config.js';
import { needsSomeone } from './domain/alerts.js';
import type { RunReport } from './domain/payout-runner.js';
import { createReaders } from './domain/readers.js';
import { createApp } from './http/app.js';
import { createMetrics } from './http/metrics.js';
import { PATIENCE_MS, type Sync, type SyncStatus, startSync } from './indexer/sync.js';
import { listen } from './listen.js';
import { openNodes } from './open-nodes.js';
import { repeat } from './repeat.js';
import { readRunnerKey } from './runner-key.js';
import { createState } from './state.js';
import { spendNonce } from './store/readers.js';
import { nameOf, openStoreOrRefuse, placeOf } from './store-place.js';
import { VERSION } from './version.js';

/** A running service. */
export interface Service {
  url: string;
  /** Runs payouts now; while a run is under way, waits for that one and then runs. */
  runPayouts(): Promise<RunReport>;
  sync: Sync;
  close(): Promise<void>;
}

/** How often a long catch-up of the index is told of, in milliseconds. */
const PROGRESS_MS = 2_000;

/** Where `scripts/bootstrap.mjs` builds the pages. */
const PORTAL_FOLDER = path.resolve(import.meta.dirname, '..', 'build', 'web');

const now = () => Math.floor(Date.now() / 1000);

/**
 * Puts the service together: node → index → store → views and payouts → HTTP. Read this first.
 *
 * @param config - The settings.
 * @param deployment - Which ledger on which chain.
 * @throws `STORE_LOCKED`, `STORE_NEWER`, `STORE_UNREACHABLE`, `DATA_UNWRITABLE`, `CHAIN_UNREACHABLE`, `CHAIN_OTHER`, `GENESIS_OTHER`,
 * `NODES_REFUSED`, `DEPLOYMENT_STALE`, `INDEX_OF_ANOTHER_CHAIN`, `INDEX_AHEAD`, `PORT_TAKEN`, `HOST_UNKNOWN`.
 */
export async function startService(config: Config, deployment: Deployment): Promise<Service> {
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const nodes = openNodes(config, deployment);
  const { node, pool, rpcUrl } = nodes;
  const { provider } = pool;
  const undo: (() => unknown)[] = [pool.close];
  const closeAll = async () => {
    for (const close of undo.splice(0).reverse()) await close();
  };
  try {
    await nodes.require();
    const runnerKey = readRunnerKey(config.dataFolder);
    const place = placeOf(config, deployment);
    const store = await openStoreOrRefuse(place);
    undo.push(store.close);
    const { db } = store;

    const listeners = new Set<() => void>();
    let told = Date.now();
    const onProgress = ({ block, finalBlock }: SyncStatus) => {
      for (const listener of listeners) listener();
      if (Date.now() - told < PROGRESS_MS || block === finalBlock) return;
      told = Date.now();
      log.warn({ block, finalBlock }, 'index is catching up');
    };
    const onProblem = (error: Error) => log.error({ err: error }, 'index does not go on');
    const options = { pollMs: config.pollMs, patienceMs: PATIENCE_MS };
    const onRewind = (from: number, to: number) => {
      log.error({ from, to }, 'the chain has taken blocks back; so has the index');
      for (const listener of listeners) listener();
    };
    const hooks = { onProgress, onProblem, onRewind };
    const sync = await startSync({ store, storeName: nameOf(place), node, deployment, ...options, ...hooks });
    undo.push(() => sync.stop());
    const heads = followHeads(nodes.headsUrls, () => sync.look());
    undo.push(heads.close);
    const watch = watchForStall(provider);
    undo.push(watch.close);
    const nodeHealth = watchNodeHealth(nodes.healthUrls);
    undo.push(nodeHealth.close);

    const wallet = new Wallet(runnerKey, provider);
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
    undo.push(() => payouts.stop());
    const gatekeeper = bindGatekeeper({ db, provider, deployment, rpcUrl, sync, config, stopping: stopping.signal, log });
    undo.push(() => gatekeeper?.stop());
    undo.push(() => sync.abandon());
    undo.push(() => stopping.abort());

    const state = createState({
      chain: { chainId: deployment.chainId, nodes: pool.standing, stall: watch.stall, unwell: nodeHealth.unwell },
      store: { name: nameOf(place), lost: store.lost },
      sync: sync.status,
      payouts: {
        runner: wallet.address,
        everySeconds: config.payoutSeconds,
        last: payouts.last,
        alerts: runner.alerts,
        needsSomeone,
      },
      ...(gatekeeper === undefined ? {} : { senders: { gatekeeper: gatekeeper.address, last: gatekeeper.last } }),
    });
    const limits = () => ({ gasPerTransaction: runner.gasPerTransaction(), feesSeconds: config.payoutFeesSeconds });
    let hosts: string[] = [];
    const readers = createReaders({
      policy: config.readPolicy,
      hosts: () => hosts,
      now,
      hasSigned: createSignInCheck(provider, deployment),
      spendNonce: (nonce, until) => orAbsence(nameOf(place), () => spendNonce(db, nonce, until, now())),
    });
    const snapshot = createSnapshot(db, nameOf(place), limits);
    const webhooks = bindWebhooks({ db, snapshot, sync, config, log });
    webhooks.deliverer?.start();
    listeners.add(() => webhooks.deliverer?.wake());
    undo.push(() => webhooks.deliverer?.stop());
    const app = createApp({
      snapshot,
      webhooks: webhooks.book,
      longReads: createLongReads(snapshot, store.shared),
      readers,
      state,
      deployment,
      metrics: createMetrics(state.gauges),
      feed: {
        subscribe(onNews) {
          listeners.add(onNews);
          return () => listeners.delete(onNews);
        },
      },
      portalFolder: existsSync(PORTAL_FOLDER) ? PORTAL_FOLDER : undefined,
      rateLimit: config.rateLimit,
      version: VERSION,
      log,
    });
    const server = await listen(app, config);
    undo.push(server.close);
    hosts = hostsOf(config, server.port);
    log.info({ port: server.port, network: deployment.name }, 'service up');
    return { url: urlAt(config.host, server.port), runPayouts: payouts.now, sync, close: closeAll };
  } catch (error) {
    const refusal = await explainStart(error, nodes.require, nameOf(placeOf(config, deployment)));
    await closeAll();
    throw refusal;
  }
}

/** A start that broke off because chain or store went away meanwhile says which. */
async function explainStart(error: unknown, askChain: () => Promise<void>, store: string): Promise<unknown> {
  if (error instanceof LedgerError) return error;
  const chain = await askChain().catch((problem: unknown) => problem);
  if (chain instanceof LedgerError) return chain;
  return isAbsence(error) ? new LedgerError('STORE_UNREACHABLE', { store, problem: (error as Error).message }) : error;
}
