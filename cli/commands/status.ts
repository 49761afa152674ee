import type { Command } from 'commander';
import { createContext } from '../context.js';

interface Health {
  healthy: boolean;
  chain: { rpcUrl: string; chainId: number; finalBlock: number };
  index: { block: number; blockTime: number; lag: number; problem: { code: string; message: string } | null };
  payouts: {
    runner: string;
    everySeconds: number;
    lastRunAt: number | null;
    problem: { code: string; message: string } | null;
    alerts: { code: string; message: string }[];
  };
  reconciliation: { ok: boolean | null };
}

const SERVICE_UNAVAILABLE = 503;

/** `genba status` */
export function status(program: Command): void {
  program
    .command('status')
    .description('say whether chain, index and payouts are well')
    .addHelpText('after', '\nExit code 0: healthy; 1: not.\n\nExample:\n  genba status')
    .action(async (_options: unknown, command: Command) => {
      const context = createContext(command);
      const health = await context.api.plain<Health>('/health', [SERVICE_UNAVAILABLE]);
      const { chain, index, payouts, reconciliation } = health;
      const found = [index.problem, payouts.problem, ...payouts.alerts].filter((one) => one !== null);
      const problems = [...new Map(found.map((one) => [one.code, one])).values()];
      const lines = [
        health.healthy ? 'healthy' : 'NOT HEALTHY',
        `service   ${context.api.url}`,
        `chain     ${chain.rpcUrl} (id ${chain.chainId}), final block ${chain.finalBlock}`,
        `index     block ${index.block}, ${index.lag} behind`,
        `payouts   ${payouts.everySeconds === 0 ? 'on demand' : `every ${payouts.everySeconds} s`}, books ${reconciliation.ok === null ? 'not compared yet' : reconciliation.ok ? 'agree with the contracts' : 'DIFFER'}`,
        ...problems.map((one) => `${one.code}: ${one.message}`),
      ];
      context.print(health, lines.join('\n'));
      if (!health.healthy) process.exitCode = 1;
    });
}
