import type { Command } from 'commander';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';
import { layoutTable } from '../table.js';

interface Run {
  id: number;
  startedAt: number;
  state: string;
  problem: string | null;
  transactions: { act: string; ids: number[]; state: string; block: number | null }[];
}

interface Payout {
  kind: string;
  amount: string;
  failed: boolean;
  block: number;
  time: number;
  account: string;
  difference?: string;
  lines?: { tableId: number; datasetId: number; amount: string }[];
}

const MOST_ROWS = 1000;

/** `genba payout list` */
export function payoutList(noun: Command): void {
  noun
    .command('list')
    .description("list a member's payouts with their lines, or the service's payout runs")
    .argument('[member]', 'member id')
    .addHelpText('after', '\nExamples:\n  genba payout list\n  genba payout list 3')
    .action(async (member: string | undefined, _options: unknown, command: Command) => {
      const context = createContext(command);
      if (member === undefined) {
        const { asOf, data } = await context.api.get<Run[]>('/payouts');
        const rows = data.map((run) => [
          String(run.id),
          time(run.startedAt),
          run.problem === null ? run.state : `${run.state}: ${run.problem}`,
          run.transactions.map((one) => `${one.act} ${one.ids.join(' ')} (${one.state})`).join('; '),
        ]);
        context.print(
          { asOf, data },
          data.length === 0 ? 'no payout run yet' : layoutTable(['RUN>', 'STARTED', 'STATE', 'TRANSACTIONS'], rows),
        );
        return;
      }
      const path = `/members/${parseId(member)}/payouts`;
      const payouts: Payout[] = [];
      let answer = await context.api.get<Payout[]>(path, { limit: MOST_ROWS });
      payouts.push(...answer.data);
      while (answer.data.length === MOST_ROWS) {
        answer = await context.api.get<Payout[]>(path, { limit: MOST_ROWS, after: payouts.length });
        payouts.push(...answer.data);
      }
      const text = payouts.map((payout) =>
        [
          `${time(payout.time)}  ${context.money(payout.amount)}  ${payout.kind}${payout.failed ? ', REFUSED by the token: the credit stays' : ''}  to ${payout.account}`,
          ...(payout.lines ?? []).map(
            (line) => `    ${context.money(line.amount)}  from dataset ${line.datasetId} (table ${line.tableId})`,
          ),
          ...(payout.difference === undefined ? [] : [`    difference ${context.money(payout.difference)}`]),
        ].join('\n'),
      );
      context.print({ asOf: answer.asOf, data: payouts }, payouts.length === 0 ? 'no payout yet' : text.join('\n'));
    });
}

function time(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
