import type { Context } from './context.js';

interface Problem {
  code: string;
  message: string;
}

/** What a service says of itself. */
export interface Health {
  healthy: boolean;
  chain: { rpcUrl: string; chainId: number; finalBlock: number };
  index: { block: number; blockTime: number; lag: number; problem: Problem | null };
  payouts: {
    runner: string;
    everySeconds: number;
    lastRunAt: number | null;
    problem: Problem | null;
    alerts: Problem[];
  };
  reconciliation: { ok: boolean | null };
}

const SERVICE_UNAVAILABLE = 503;

/** Asks the service how it is; one that is unwell answers too. */
export function readHealth(context: Context): Promise<Health> {
  return context.api.plain<Health>('/health', [SERVICE_UNAVAILABLE]);
}

/** What is wrong, each once. */
export function problemsOf({ index, payouts }: Health): Problem[] {
  const found = [index.problem, payouts.problem, ...payouts.alerts].filter((one) => one !== null);
  return [...new Map(found.map((one) => [one.code, one])).values()];
}
