import { optionalId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatTime } from '../format-time.js';

/** `genba distribution list` */
export const distributionList = defineList({
  verb: 'list',
  does: 'list what payee tables gave to their payees',
  options: { '--dataset <id>': 'of one dataset', '--table <id>': 'of one table' },
  examples: ['genba distribution list --dataset 3'],
  endpoint: 'distributions',
  input: (options: { dataset?: string; table?: string }) => ({
    dataset: optionalId(options.dataset),
    table: optionalId(options.table),
  }),
  head: ['ID', 'TIME', 'DATASET>', 'TABLE>', 'SALES>', 'ROYALTIES>', 'TO'],
  row: (one, context) => [
    one.id,
    formatTime(one.time),
    String(one.datasetId),
    String(one.tableId),
    context.money(one.sales),
    context.money(one.royalties),
    one.lines
      .map((line) => `${line.kind === 'royalty' ? 'table' : 'member'} ${line.id} ${context.money(line.amount)}`)
      .join(', '),
  ],
  empty: 'no distribution yet',
});
