import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { LedgerError } from '../../sdk/errors.js';
import { mine } from '../../sdk/ledger.js';
import { type Context, createContext } from '../context.js';
import { formatTime } from '../format-time.js';
import { layoutTable } from '../table.js';

const LONGEST_WAIT_MS = 60_000;

/** `genba payout run` */
export function payoutRun(noun: Command): void {
  noun
    .command('run')
    .description('distribute what is due, pay whom it is due, send fees on; any key may')
    .option('--dry-run', 'only say what would be done')
    .addHelpText(
      'after',
      '\nThe service does this by itself; this pushes the same public buttons with your key.\n\n' +
        'Examples:\n  genba payout run --dry-run\n  genba payout run --key works',
    )
    .action(async (options: { dryRun?: boolean }, command: Command) => {
      const context = createContext(command);
      const first = await context.api.get('plan');
      if (options.dryRun) {
        context.print(first, describe(context, first.data));
        return;
      }
      const { ledger, gas } = await context.actor();
      let block = first.asOf.block;
      for (const ids of first.data.distribute) block = (await mine(ledger.revenue.distribute(ids, gas))).block;
      const { data } = await planAt(context, block);
      for (const ids of data.payOut) await mine(ledger.revenue.payOut(ids, gas));
      if (data.fees.push) await mine(ledger.revenue.payFees(gas));
      const [tables, members] = [first.data.distribute.flat(), data.payOut.flat()];
      const nothing = tables.length + members.length === 0 && !data.fees.push;
      context.print(
        { distributed: tables, paid: members, fees: data.fees.push },
        nothing
          ? 'nothing is due'
          : `distributed tables ${tables.join(', ') || 'none'}; paid members ${members.join(', ') || 'none'}${data.fees.push ? '; sent the fees on' : ''}`,
      );
    });
}

/** What a run would do, for people. */
function describe(context: Context, plan: AnswerOf<'plan'>): string {
  const tables = plan.tables.map((one) => [
    String(one.tableId),
    context.money(one.sales),
    context.money(one.royalties),
    one.fed ? 'and royalties from others of this run' : '',
  ]);
  const members = plan.members.map((one) => [String(one.memberId), one.legalName, context.money(one.amount), one.account]);
  const held = plan.heldBack.map((one) => [
    `${one.kind} ${one.kind === 'fees' ? '' : one.id}`,
    one.amount === undefined ? '' : context.money(one.amount),
    String(one.failures),
    one.waits ? formatTime(one.until) : 'now',
    one.reason,
  ]);
  const gas = plan.batches.reduce((sum, one) => sum + one.gas, 0);
  const sections = [
    ...(tables.length === 0 ? [] : ['would distribute', layoutTable(['TABLE>', 'SALES>', 'ROYALTIES>', ''], tables), '']),
    ...(members.length === 0 ? [] : ['would pay', layoutTable(['MEMBER>', 'COMPANY', 'AMOUNT>', 'ACCOUNT'], members), '']),
    ...(plan.fees.push ? [`would send fees on: ${context.money(plan.fees.waiting)} to ${plan.fees.legalName}`, ''] : []),
    ...(held.length === 0 ? [] : ['held back', layoutTable(['WHAT', 'AMOUNT>', 'FAILURES>', 'NEXT TRY', 'WHY'], held), '']),
  ];
  const count = plan.batches.length;
  const end = count === 0 ? 'nothing is due' : `${count} transaction${count === 1 ? '' : 's'}, at most ${gas} gas in all`;
  return [...sections, end].join('\n');
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
