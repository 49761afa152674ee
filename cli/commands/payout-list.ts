import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { layoutTable } from '../table.js';
import { FILE_OPTIONS, type FileOptions, fileFormatOf, takeFile } from '../take-file.js';

/** `genba payout list` */
export const payoutList = defineCommand({
  verb: 'list',
  does: "list a member's payouts with their lines, or the service's payout runs",
  args: { '[member]': 'member id' },
  options: FILE_OPTIONS,
  examples: ['genba payout list', 'genba payout list 3', 'genba payout list 3 --csv --out payouts.csv'],
  async run(context, options: FileOptions, member?: string) {
    const format = fileFormatOf(options);
    if (format !== undefined) {
      if (member === undefined) return takeFile(context, { name: 'payoutRuns', format, input: {} }, options);
      return takeFile(context, { name: 'memberPayouts', format, input: { id: parseId(member), order: 'desc' } }, options);
    }
    if (member === undefined) {
      const { asOf, data } = await context.api.page('payoutRuns', { limit: 20 });
      const rows = data.map((run) => [
        String(run.id),
        formatTime(run.startedAt),
        String(run.transactions.length),
        run.problem === null ? run.state : `${run.state}: ${run.problem}${again(run.repeats)}`,
      ]);
      context.print(
        { asOf, data },
        data.length === 0
          ? 'no payout run yet'
          : `${layoutTable(['RUN>', 'STARTED', 'TRANSACTIONS>', 'STATE'], rows)}\nthe latest ${rows.length}; 'genba payout show RUN' says what one did`,
      );
      return;
    }
    const { asOf, data: payouts } = await context.api.all('memberPayouts', { id: parseId(member), order: 'desc' });
    const text = payouts.map((payout) =>
      [
        `${payout.id}  ${formatTime(payout.time)}  ${context.money(payout.amount)}  ${payout.kind}${payout.failed ? ', REFUSED by the token: the credit stays' : ''}  to ${payout.account}`,
        ...(payout.lines ?? []).map(
          (line) => `    ${context.money(line.amount)}  from dataset ${line.datasetId} (table ${line.tableId})`,
        ),
        ...(payout.difference === undefined ? [] : [`    difference ${context.money(payout.difference)}`]),
      ].join('\n'),
    );
    context.print({ asOf, data: payouts }, payouts.length === 0 ? 'no payout yet' : text.join('\n'));
  },
});

function again(repeats: number): string {
  return repeats === 0 ? '' : ` (${repeats + 1} times)`;
}
