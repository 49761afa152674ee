import { formatPercent } from '../../sdk/units.js';
import { parsePlace } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { layoutTable } from '../table.js';

/** `genba distribution show` */
export const distributionShow = defineCommand({
  verb: 'show',
  does: 'show one distribution: what came in from where, and who got what',
  args: { '<distribution>': "its place, such as 120.3; see 'genba distribution list'" },
  note:
    'Sales go to all payees by their shares; royalties received go to originators only, by their shares among themselves. Each gets the floor of\n' +
    'the running total less what it got before, so a unit may come with a later distribution.\n' +
    "The sales that it passed on: 'genba purchase list --distribution'.",
  examples: ['genba distribution show 120.3'],
  async run(context, _options: unknown, place: string) {
    const { asOf, data } = await context.api.get('distribution', { id: parsePlace(place, 'distribution') });
    const received = data.received.map((one) => [
      one.distributionId,
      String(one.datasetId),
      String(one.tableId),
      context.money(one.amount),
    ]);
    const lines = data.lines.map((one) => [
      formatPercent(one.shareBps),
      one.kind,
      one.member.legalName,
      one.datasetId === undefined ? '' : `dataset ${one.datasetId}`,
      context.money(one.amount),
    ]);
    const text = [
      `distribution ${data.id} of dataset ${data.datasetId}, table ${data.tableId}, ${formatTime(data.time)}`,
      `sales      ${context.money(data.sales)}`,
      `royalties  ${context.money(data.royalties)}`,
      ...(received.length === 0 ? [] : [layoutTable(['BY', 'DATASET>', 'TABLE>', 'AMOUNT>'], received)]),
      layoutTable(['SHARE>', 'TO', 'COMPANY', 'REACHES', 'AMOUNT>'], lines),
      `left       ${context.money(data.left)}${data.left.startsWith('-') ? ', made up for from what earlier floors had left' : ''}`,
      `as of block ${asOf.block}`,
    ];
    context.print({ asOf, data }, text.join('\n'));
  },
});
