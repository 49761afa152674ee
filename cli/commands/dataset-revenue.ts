import { parseId } from '../arguments.js';
import { defineList } from '../define-list.js';

/** `genba dataset revenue` */
export const datasetRevenue = defineList({
  verb: 'revenue',
  does: "show a dataset's revenue by payee table: what came in, went on, and what floors left",
  args: { '<dataset>': 'dataset id' },
  examples: ['genba dataset revenue 3'],
  endpoint: 'revenue',
  input: (_options: unknown, dataset: string) => ({ id: parseId(dataset) }),
  head: ['TABLE>', 'SALES, NET>', 'DISTRIBUTED>', 'ROYALTIES>', 'DISTRIBUTED>', 'TO PAYEES>', 'LEFT>'],
  row: ({ given, left, royalties, sales, tableId }, context) => [
    String(tableId),
    ...[sales.accrued, sales.settled, royalties.accrued, royalties.settled, given, left].map((amount) => context.money(amount)),
  ],
  empty: 'no revenue yet',
});
