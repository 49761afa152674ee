import { existsSync } from 'node:fs';
import path from 'node:path';
import { Wallet } from 'ethers';
import { pino } from 'pino';
import type { Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { hostsOf, urlAt } from './addresses.js';
import { createLongReads, createSnapshot, isAbsence, orAbsence } from './bind-reads.js';
import { bindWebhooks } from './bind-webhooks.js';
import { watchNodeHealth } from './chain/node-health.js';
import { createSignInCheck } from './chain/sign-in-check.js';
import { watchForStall } from './chain/stall-watch.js';
import type { Config } from './config.js';
import { needsSomeone } from './domain/alerts.js';
import type { RunReport } from './domain/payout-runner.js';
import { createReaders } from './domain/readers.js';
import { type Duties, takeUpDuties } from './duties.js';
import { createApp } from './http/app.js';
import { createMetrics } from './http/metrics.js';
import { createIndexView, type IndexView } from './index-view.js';
import { FOLLOW_PATIENCE_MS, type Leadership, standForLead, withPatience } from './leadership.js';
import { listen } from './listen.js';
import { openNodes } from './open-nodes.js';
import { ROOT } from './root.js';
import { readRunnerKey } from './runner-key.js';
import { createState } from './state.js';
import { readCursor } from './store/cursor.js';
import { migrate, requireMigrated } from './store/migrate.js';
import { hasPostponed } from './store/postponed-indexes.js';
import { spendNonce } from './store/readers.js';
import { serviceSecret } from './store/service-secret.js';
import { nameOf, openStoreOrRefuse, otherStore, placeOf } from './store-place.js';
import { VERSION } from './version.js';

/** A running service. */
export interface Service {
  url: string;
  /** Runs payouts now, where this process leads; while a run is under way, waits for that one and then runs. */
  runPayouts(): Promise<RunReport>;
  index: IndexView;
  /** Whether this process keeps the index and pays out; others of the same store only answer. */
  leads(): boolean;
  close(): Promise<void>;
}

/** Where `scripts/bootstrap.mjs` builds the pages. */
const PORTAL_FOLDER = path.join(ROOT, 'build', 'web');

const now = () => Math.floor(Date.now() / 1000);

/**
 * Puts the service together: node → index → store → views and payouts → HTTP. Several services of one PostgreSQL store answer; one of them
 * leads, keeps the index and pays out. Read this first.
 *
 * @param config - The settings.
 * @param deployment - Which ledger on which chain.
 * @throws `STORE_LOCKED`, `STORE_NEWER`, `STORE_UNREACHABLE`, `DATA_UNWRITABLE`, `CHAIN_UNREACHABLE`, `CHAIN_OTHER`, `GENESIS_OTHER`,
 * `NODES_REFUSED`, `DEPLOYMENT_STALE`, `INDEX_OF_ANOTHER_CHAIN`, `INDEX_AHEAD`, `PORT_TAKEN`, `HOST_UNKNOWN`.
 */
export async function startService(config: Config, deployment: Deployment): Promise<Service> {
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const nodes = openNodes(config, deployment);
  const { node, pool } = nodes;
  const { provider } = pool;
  const undo: (() => unknown)[] = [pool.close];
  const closeAll = async () => {
    for (const close of undo.splice(0).reverse()) await close();
  };
  try {
    await nodes.require();
    const wallet = new Wallet(readRunnerKey(config.dataFolder), provider);
    const place = placeOf(config, deployment);
    const storeName = nameOf(place);
    const store = await openStoreOrRefuse(place, 'serve');
    undo.push(store.close);
    const { db } = store;

    const refusal = async () => {
      const other = await requireMigrated(store);
      return other === undefined ? undefined : otherStore(other, storeName);
    };
    let leadership: Leadership<Duties> | undefined;
    const duties = () => leadership?.work();
    const index = createIndexView({
      own: () => duties()?.sync.status(),
      head: () => readCursor(db),
      finalBlock: node.finalBlock,
      refusal,
      building: () => hasPostponed(db),
    });
    undo.push(index.stop);
    const snapshot = createSnapshot(db, storeName, () => ({
      gasPerTransaction: duties()?.runner.gasPerTransaction() ?? config.payoutGas,
      feesSeconds: config.payoutFeesSeconds,
    }));
    const { book: webhooks, startDelivery } = bindWebhooks({ db, snapshot, index, config, log });
    leadership = await standForLead({
      store,
      log,
      answers: nodes.answers,
      async takeUp() {
        const other = await migrate(store, place.schema);
        if (other !== undefined) throw otherStore(other, storeName);
        return takeUpDuties({ config, deployment, nodes, store, storeName, wallet, log, startDelivery, onNews: index.news });
      },
      follow: (leads) => withPatience(refusal, leads, FOLLOW_PATIENCE_MS),
      onNews: index.news,
    });
    undo.push(leadership.leave);
    const watch = watchForStall(provider);
    undo.push(watch.close);
    const nodeHealth = watchNodeHealth(nodes.healthUrls);
    undo.push(nodeHealth.close);

    const state = createState({
      chain: { chainId: deployment.chainId, nodes: pool.standing, stall: watch.stall, unwell: nodeHealth.unwell },
      store: { name: storeName, lost: () => store.lost() ?? leadership?.problem() },
      leads: leadership.leads,
      index: index.status,
      payouts: {
        runner: wallet.address,
        everySeconds: config.payoutSeconds,
        last: () => duties()?.payouts.last() ?? {},
        alerts: async () => duties()?.runner.alerts() ?? [],
        needsSomeone,
      },
      senders: () => {
        const gatekeeper = duties()?.gatekeeper;
        return gatekeeper === undefined ? undefined : { gatekeeper: gatekeeper.address, last: gatekeeper.last() };
      },
    });
    let hosts: string[] = [];
    const readers = createReaders({
      policy: config.readPolicy,
      secret: await serviceSecret(db, 'tokens'),
      hosts: () => hosts,
      now,
      hasSigned: createSignInCheck(provider, deployment),
      spendNonce: (nonce, until) => orAbsence(storeName, () => spendNonce(db, nonce, until, now())),
    });
    const app = createApp({
      snapshot,
      webhooks,
      longReads: createLongReads(snapshot, store.shared),
      readers,
      state,
      deployment,
      metrics: createMetrics(state.gauges),
      feed: index,
      portalFolder: existsSync(PORTAL_FOLDER) ? PORTAL_FOLDER : undefined,
      rateLimit: config.rateLimit,
      version: VERSION,
      log,
    });
    const server = await listen(app, config);
    undo.push(server.close);
    hosts = hostsOf(config, server.port);
    log.info({ port: server.port, network: deployment.name }, 'service up');
    return {
      url: urlAt(config.host, server.port),
      async runPayouts() {
        const working = duties();
        if (working === undefined) throw new Error('this process does not lead');
        return working.payouts.now();
      },
      index,
      leads: leadership.leads,
      close: closeAll,
    };
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
