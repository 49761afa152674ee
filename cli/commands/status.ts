import { defineCommand } from '../define-command.js';
import { type Health, problemsOf, readHealth } from '../health.js';

/** `genba status` */
export const status = defineCommand({
  verb: 'status',
  does: 'say whether chain, index and payouts are well',
  note: "Exit code 0: healthy; 1: not. 'genba doctor' looks at this machine and your key too.",
  examples: ['genba status'],
  async run(context) {
    const health = await readHealth(context);
    const { chain, index } = health;
    const lines = [
      health.healthy ? 'healthy' : 'NOT HEALTHY',
      `service   ${context.api.url}`,
      `chain     ${chain.rpcUrl} (id ${chain.chainId}), final block ${chain.finalBlock}`,
      `index     block ${index.block}, ${index.lag} behind`,
      `payouts   ${sayPayouts(health)}`,
      ...problemsOf(health).map((one) => `${one.code}: ${one.message}`),
    ];
    context.print(health, lines.join('\n'));
    if (!health.healthy) process.exitCode = 1;
  },
});

function sayPayouts({ leads, payouts, reconciliation }: Health): string {
  if (!leads) return 'by another service of the same store, which leads';
  const pace = payouts.everySeconds === 0 ? 'on demand' : `every ${payouts.everySeconds} s`;
  const books = reconciliation.ok === null ? 'not compared yet' : reconciliation.ok ? 'agree with the contracts' : 'DIFFER';
  return `${pace}, books ${books}`;
}
