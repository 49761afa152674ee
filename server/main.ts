import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import { Wallet } from 'ethers';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { openProvider, requireChain } from '../sdk/ledger.js';
import { bindPayouts } from './bind-payouts.js';
import { createChainNode } from './chain/node.js';
import type { Config } from './config.js';
import { needsSomeone } from './domain/alerts.js';
import type { RunReport } from './domain/payout-runner.js';
import type { LedgerReads, Snapshot } from './domain/reads.js';
import { createApp } from './http/app.js';
import { type Sync, type SyncStatus, startSync } from './indexer/sync.js';
import { repeat } from './repeat.js';
import { listGrants, listOffers } from './store/access.js';
import { readCursor } from './store/cursor.js';
import {
  findDataset,
  findVersion,
  listClaims,
  listDatasets,
  listLineage,
  listPayees,
  listWithdrawnAncestors,
  versionOwners,
} from './store/datasets.js';
import { findMember, findPayoutBefore, legalNames, listCredits, listMembers, listPayoutsOf } from './store/members.js';
import { openStore } from './store/open.js';
import { findEffects, findPayoutRun, listHolds, listPayoutRuns } from './store/payout-runs.js';
import { findTotals, listDueMembers, listDueTables, listPurchases, listTableIds, readFeesDue } from './store/revenue.js';
import type { Database } from './store/schema.js';

/** A running service. */
export interface Service {
  url: string;
  /** Runs payouts now; while a run is under way, waits for that one and then runs. */
  runPayouts(): Promise<RunReport>;
  sync: Sync;
  close(): Promise<void>;
}

/**
 * Puts the service together: node → index → store → views and payouts → HTTP. Read this first.
 *
 * @param config - The settings.
 * @param deployment - Which ledger on which chain.
 * @throws `STORE_LOCKED`, `STORE_NEWER`, `CHAIN_UNREACHABLE`, `CHAIN_OTHER`, `DEPLOYMENT_STALE`, `INDEX_OF_ANOTHER_CHAIN`,
 * `INDEX_AHEAD`, `PORT_TAKEN`.
 */
export async function startService(config: Config, deployment: Deployment): Promise<Service> {
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const rpcUrl = config.rpcUrl ?? deployment.rpcUrl;
  const provider = openProvider(deployment, rpcUrl);
  const undo: (() => unknown)[] = [() => provider.destroy()];
  const closeAll = async () => {
    for (const close of undo.splice(0).reverse()) await close();
  };
  try {
    await requireChain(provider, deployment, rpcUrl);
    const folder = path.join(config.dataFolder, deployment.name);
    const { db, close } = await openStoreOrRefuse(folder);
    undo.push(close);
    const node = createChainNode(provider, Object.values(deployment.contracts), config.finality);
    let told = Date.now();
    const onProgress = ({ block, finalBlock }: SyncStatus) => {
      if (Date.now() - told < PROGRESS_MS || block === finalBlock) return;
      told = Date.now();
      log.warn({ block, finalBlock }, 'index is catching up');
    };
    const onProblem = (error: Error) => log.error({ err: error }, 'index does not go on');
    const sync = await startSync({ db, storeName: folder, node, deployment, pollMs: config.pollMs, onProgress, onProblem });
    undo.push(() => sync.stop());

    const wallet = new Wallet(readRunnerKey(config.dataFolder), provider);
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
    undo.push(() => sync.abandon());
    undo.push(() => stopping.abort());

    const limits = () => ({ gasPerTransaction: runner.gasPerTransaction(), feesSeconds: config.payoutFeesSeconds });
    const snapshot: Snapshot = (read) => atOneBlock(db, (transaction) => read(bindReads(transaction, limits)));
    const health = async () => {
      const status = sync.status();
      const lastRun = payouts.last();
      const alerts = await runner.alerts();
      const healthy = status.problem === undefined && lastRun.problem === undefined && !alerts.some(needsSomeone);
      const differs = lastRun.problem?.code === 'RECONCILIATION_FAILED';
      const compared = lastRun.at !== undefined && (differs || lastRun.problem === undefined);
      return {
        healthy,
        chain: { rpcUrl, chainId: deployment.chainId, finalBlock: status.finalBlock },
        index: {
          block: status.block,
          blockTime: status.blockTime,
          lag: status.finalBlock - status.block,
          problem: status.problem ?? null,
        },
        payouts: {
          runner: wallet.address,
          everySeconds: config.payoutSeconds,
          lastRunAt: lastRun.at ?? null,
          problem: lastRun.problem ?? null,
          alerts,
        },
        reconciliation: { ok: compared ? !differs : null },
      };
    };
    const server = await listen(createApp({ snapshot, health, network: deployment, log }), config);
    undo.push(() => closeServer(server));
    const { port } = server.address() as { port: number };
    log.info({ port, network: deployment.name }, 'service up');
    return { url: `http://${config.host}:${port}`, runPayouts: payouts.now, sync, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openStoreOrRefuse(folder: string) {
  const store = await openStore(folder);
  if ('heldBy' in store) throw new LedgerError('STORE_LOCKED', { pid: store.heldBy, folder });
  if ('newerMigration' in store) throw new LedgerError('STORE_NEWER', { store: folder, migration: store.newerMigration });
  return store;
}

/** How often a long catch-up of the index is told of, in milliseconds. */
const PROGRESS_MS = 2_000;

/** Reads rows and the head they are true for in one transaction. */
async function atOneBlock<T>(db: Kysely<Database>, read: (transaction: Kysely<Database>) => Promise<T>) {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const cursor = await readCursor(transaction);
      const asOf = { block: cursor?.block ?? -1, blockHash: cursor?.block_hash ?? '', blockTime: cursor?.block_time ?? 0 };
      return { asOf, value: await read(transaction) };
    });
}

/** The store's queries as the port that the views read. */
function bindReads(db: Kysely<Database>, limits: LedgerReads['payoutLimits']): LedgerReads {
  return {
    findMember: (id) => findMember(db, id),
    listMembers: (page) => listMembers(db, page),
    legalNames: (ids) => legalNames(db, ids),
    listPayoutsOf: (id, page) => listPayoutsOf(db, id, page),
    findPayoutBefore: (id, place) => findPayoutBefore(db, id, place),
    listCredits: (id, from, to) => listCredits(db, id, from, to),
    findDataset: (id) => findDataset(db, id),
    listDatasets: (page) => listDatasets(db, page),
    findVersion: (id) => findVersion(db, id),
    listPayees: (tableId) => listPayees(db, tableId),
    listWithdrawnAncestors: (versionId) => listWithdrawnAncestors(db, versionId),
    listClaims: (versionId) => listClaims(db, versionId),
    listLineage: (id, direction, depth) => listLineage(db, id, direction, depth),
    versionOwners: (ids) => versionOwners(db, ids),
    listOffers: (filter, page) => listOffers(db, filter, page),
    listGrants: (filter, page) => listGrants(db, filter, page),
    findTotals: (tableId) => findTotals(db, tableId),
    listTableIds: (id) => listTableIds(db, id),
    listPurchases: (tableId, page) => listPurchases(db, tableId, page),
    listDueTables: () => listDueTables(db),
    listDueMembers: (now) => listDueMembers(db, now),
    readFeesDue: () => readFeesDue(db),
    listHolds: () => listHolds(db),
    payoutLimits: limits,
    listPayoutRuns: (page) => listPayoutRuns(db, page),
    findPayoutRun: (id) => findPayoutRun(db, id),
    findEffects: (transactions) => findEffects(db, transactions),
  };
}

/** The runner's own key: made on first use; it can only do what anyone may. */
function readRunnerKey(dataFolder: string): string {
  const file = path.join(dataFolder, 'runner.key');
  mkdirSync(dataFolder, { recursive: true });
  try {
    writeFileSync(file, Wallet.createRandom().privateKey, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

function listen(app: ReturnType<typeof createApp>, config: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(config.port, config.host, (error?: Error) => {
      if (error === undefined) resolve(server);
      else if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') reject(error);
      else reject(new LedgerError('PORT_TAKEN', { port: config.port, setting: 'GENBA_PORT' }));
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), 2000);
  await closed;
  clearTimeout(timer);
}
