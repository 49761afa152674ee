import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { LedgerError } from '../../sdk/errors.js';
import { mine } from '../../sdk/ledger.js';
import { type Context, createContext } from '../context.js';

const LONGEST_WAIT_MS = 60_000;

/** `genba payout run` */
export function payoutRun(noun: Command): void {
  noun
    .command('run')
    .description('distribute what is due and pay whom it is due; any key may')
    .addHelpText(
      'after',
      '\nThe service does this by itself; this pushes the same public buttons with your key.\n\nExample:\n  genba payout run --key works',
    )
    .action(async (_options: unknown, command: Command) => {
      const context = createContext(command);
      const { ledger, gas } = await context.actor();
      const first = await context.api.get('plan');
      let block = first.asOf.block;
      for (const ids of first.data.distribute) block = (await mine(ledger.revenue.distribute(ids, gas))).block;
      const { data } = await planAt(context, block);
      for (const ids of data.payOut) await mine(ledger.revenue.payOut(ids, gas));
      const [tables, members] = [first.data.distribute.flat(), data.payOut.flat()];
      const nothing = tables.length === 0 && members.length === 0;
      context.print(
        { distributed: tables, paid: members },
        nothing
          ? 'nothing is due'
          : `distributed tables ${tables.join(', ') || 'none'}; paid members ${members.join(', ') || 'none'}`,
      );
    });
}

/** The plan once the index has reached a block. */
async function planAt(context: Context, block: number): Promise<{ data: AnswerOf<'plan'> }> {
  for (const started = Date.now(); Date.now() - started < LONGEST_WAIT_MS; await sleep(100)) {
    const plan = await context.api.get('plan');
    if (plan.asOf.block >= block) return plan;
  }
  throw new LedgerError('CHAIN_REFUSED', {
    problem: `the service has not reached block ${block} after a minute; see 'genba status'.`,
  });
}
