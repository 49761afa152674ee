import { LedgerError } from '../sdk/errors.js';
import type { Unwell } from './chain/node-health.js';
import type { NodeStanding } from './chain/node-pool.js';
import type { Stall } from './chain/stall-watch.js';
import type { Alert } from './domain/alerts.js';
import type { SyncStatus } from './indexer/sync.js';
import type { Repeated } from './repeat.js';

/** Where the state of the service comes from. */
export interface StateSources {
  chain: { chainId: number; nodes(): NodeStanding[]; stall(): Stall | undefined; unwell(): Unwell[] };
  store: { name: string; lost(): string | undefined };
  /** Whether this process keeps the index and pays out. */
  leads(): boolean;
  index(): SyncStatus;
  payouts: {
    runner: string;
    everySeconds: number;
    last: Repeated<unknown>['last'];
    alerts(): Promise<Alert[]>;
    needsSomeone(alert: Alert): boolean;
  };
  /** Undefined where the chain keeps no list of senders, or none is kept here. */
  senders(): { gatekeeper: string; last: ReturnType<Repeated<unknown>['last']> } | undefined;
}

/** An index that is so many blocks behind its chain is not shown as ready. */
const MOST_LAG = 100;

/**
 * Makes what the service says of itself: `/health` for people, `/ready` for balancers, gauges for Prometheus.
 *
 * @param sources - Where it comes from.
 */
export function createState({ chain, index, leads, payouts, senders, store }: StateSources) {
  const reconciled = (): boolean | null => {
    const { at, problem } = payouts.last();
    if (problem?.code === 'RECONCILIATION_FAILED') return false;
    return at !== undefined && problem === undefined ? true : null;
  };
  const health = async () => {
    const status = index();
    const gate = senders();
    const last = payouts.last();
    const lost = store.lost();
    const nodes = chain.nodes();
    const stands = problemOf(chain.stall(), chain.unwell());
    // While the store is away, what it knows of alerts is away too; the index says so.
    const alerts = await payouts.alerts().catch(() => []);
    const wanted = alerts.some(payouts.needsSomeone);
    return {
      healthy: [status.problem, last.problem, lost, stands, gate?.last.problem].every((one) => one === undefined) && !wanted,
      chain: {
        chainId: chain.chainId,
        finalBlock: status.finalBlock,
        rpcUrl: (nodes.find((one) => one.used) ?? nodes[0])?.url,
        nodes,
        problem: stands ?? null,
      },
      leads: leads(),
      store: { name: store.name, problem: lost ?? null },
      index: {
        block: status.block,
        blockTime: status.blockTime,
        lag: status.finalBlock - status.block,
        problem: status.problem ?? null,
      },
      payouts: {
        runner: payouts.runner,
        everySeconds: payouts.everySeconds,
        lastRunAt: last.at ?? null,
        problem: last.problem ?? null,
        alerts,
      },
      ...(gate === undefined ? {} : { senders: { gatekeeper: gate.gatekeeper, problem: gate.last.problem ?? null } }),
      reconciliation: { ok: reconciled() },
    };
  };
  return {
    health,
    ready() {
      const { block, building, finalBlock, problem } = index();
      const behind = finalBlock - block > MOST_LAG ? `the index is ${finalBlock - block} blocks behind` : null;
      const reason = problem?.message ?? store.lost() ?? behind ?? (building ? 'the index is being built for readers' : null);
      return { ready: reason === null, reason };
    },
    gauges: {
      genba_index_block: { help: 'Last block in the index', value: () => index().block },
      genba_chain_final_block: { help: 'Latest final block that the node told of', value: () => index().finalBlock },
      genba_leads: {
        help: '1 where the index is kept and payouts are made, 0 where only answers are given',
        value: () => Number(leads()),
      },
      genba_healthy: { help: '1 when nothing needs a person', value: async () => Number((await health()).healthy) },
      genba_reconciled: {
        help: '1 when index and contracts agreed last, 0 when not, -1 before',
        value: () => Number(reconciled() ?? -1),
      },
      genba_payouts_last_run: { help: 'End of the last payout run, Unix seconds', value: () => payouts.last().at ?? 0 },
    },
  };
}

function problemOf(stall: Stall | undefined, unwell: readonly Unwell[]): { code: string; message: string } | undefined {
  const said = [...new Set(unwell.map(({ says }) => says))].join('; ');
  const nodes = unwell.map(({ url }) => url).join(', ');
  if (stall === undefined && unwell.length === 0) return undefined;
  const problem =
    stall === undefined
      ? new LedgerError('NODES_UNWELL', { nodes, said })
      : new LedgerError('CHAIN_STANDS_STILL', { ...stall, said: said === '' ? 'nothing' : said });
  return { code: problem.code, message: problem.message };
}
