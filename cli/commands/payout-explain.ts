import { parsePlace } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { layoutTable } from '../table.js';

/** `genba payout explain` */
export const payoutExplain = defineCommand({
  verb: 'explain',
  does: 'show one payout with the distributions that make it up',
  args: { '<payout>': "its place, such as 121.0; see 'genba payout history'" },
  examples: ['genba payout explain 121.0'],
  async run(context, _options: unknown, place: string) {
    const { asOf, data } = await context.api.get('payout', { id: parsePlace(place, 'payout') });
    const lines = (data.lines ?? []).map((one) => [
      one.distributionId,
      String(one.datasetId),
      String(one.tableId),
      context.money(one.amount),
    ]);
    const text = [
      `payout ${data.id} of ${context.money(data.amount)} (${data.kind}) to ${data.member.legalName}, ${formatTime(data.time)}`,
      `account    ${data.account}${data.failed ? '; the token REFUSED it, and the credit stays' : ''}`,
      ...(lines.length === 0 ? [] : [layoutTable(['DISTRIBUTION', 'DATASET>', 'TABLE>', 'AMOUNT>'], lines)]),
      ...(data.difference === undefined ? [] : [`difference ${context.money(data.difference)}`]),
      `as of block ${asOf.block}`,
    ];
    context.print({ asOf, data }, text.join('\n'));
  },
});
