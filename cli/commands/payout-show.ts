import type { Command } from 'commander';
import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { parseId } from '../arguments.js';
import { type Context, createContext } from '../context.js';
import { formatTime } from '../format-time.js';
import { layoutTable } from '../table.js';

type Run = AnswerOf<'payoutRun'>;

/** `genba payout show` */
export function payoutShow(noun: Command): void {
  noun
    .command('show')
    .description('show what a payout run of the service did: transactions, tables, members, refusals')
    .argument('<run>', "run id, see 'genba payout list'")
    .addHelpText('after', '\nExample:\n  genba payout show 7')
    .action(async (run: string, _options: unknown, command: Command) => {
      const context = createContext(command);
      const { asOf, data } = await context.api.get('payoutRun', { id: parseId(run) });
      context.print({ asOf, data }, reportOf(context, data).join('\n'));
    });
}

function reportOf(context: Context, run: Run): string[] {
  const ended = run.finishedAt === null ? '' : `, ended ${formatTime(run.finishedAt)}`;
  const tables = run.distributed.map((one) => [
    String(one.tableId),
    context.money(one.sales),
    context.money(one.royalties),
    context.money(one.given),
  ]);
  const transactions = run.transactions.map((one) => [
    one.act,
    String(one.ids.length),
    one.state,
    String(one.block ?? ''),
    one.txHash,
  ]);
  return [
    `run ${run.id}, ${run.state}; started ${formatTime(run.startedAt)}${ended}`,
    ...(run.problem === null ? [] : [`${run.problemCode}: ${run.problem}`]),
    ...section('transactions', ['ACT', 'ITEMS>', 'STATE', 'BLOCK>', 'HASH'], transactions),
    ...section('distributed', ['TABLE>', 'SALES>', 'ROYALTIES>', 'TO PAYEES>'], tables),
    ...section('paid', ['MEMBER>', 'COMPANY', 'AMOUNT>', 'ACCOUNT'], transfers(context, run.paid)),
    ...section(
      'refused by the token: the credit stays',
      ['MEMBER>', 'COMPANY', 'AMOUNT>', 'ACCOUNT'],
      transfers(context, run.refused),
    ),
    ...section('fees', ['MEMBER>', 'COMPANY', 'AMOUNT>', 'ACCOUNT'], transfers(context, run.fees)),
  ];
}

function transfers(context: Context, list: Run['paid']): string[][] {
  return list.map((one) => [String(one.memberId), one.legalName, context.money(one.amount), one.account]);
}

/** A titled table; nothing when it is empty. */
function section(title: string, head: string[], rows: string[][]): string[] {
  return rows.length === 0 ? [] : ['', title, layoutTable(head, rows)];
}
