import type { Context } from './context.js';

interface Problem {
  code: string;
  message: string;
}

/** How one of a service's nodes stands. */
interface NodeStanding {
  url: string;
  state: 'new' | 'good' | 'behind' | 'away' | 'refused';
  used: boolean;
  block: number | null;
  problem: string | null;
}

/** What a service says of itself. */
export interface Health {
  healthy: boolean;
  /** Whether this service keeps the index and pays out, or only answers beside one that does. */
  leads: boolean;
  chain: { rpcUrl: string; chainId: number; finalBlock: number; nodes: NodeStanding[]; problem: Problem | null };
  index: { block: number; blockTime: number; lag: number; problem: Problem | null };
  payouts: {
    runner: string;
    everySeconds: number;
    lastRunAt: number | null;
    problem: Problem | null;
    alerts: Problem[];
  };
  /** Where the chain keeps a list of senders. */
  senders?: { gatekeeper: string; problem: Problem | null };
  reconciliation: { ok: boolean | null };
}

const SERVICE_UNAVAILABLE = 503;

/** Asks the service how it is; one that is unwell answers too. */
export function readHealth(context: Context): Promise<Health> {
  return context.api.plain<Health>('/health', [SERVICE_UNAVAILABLE]);
}

/** What is wrong, each once. */
export function problemsOf({ chain, index, payouts, senders }: Health): Problem[] {
  const found = [chain.problem, index.problem, payouts.problem, senders?.problem ?? null, ...payouts.alerts].filter(
    (one) => one !== null,
  );
  return [...new Map(found.map((one) => [one.code, one])).values()];
}
