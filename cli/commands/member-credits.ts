import { parseId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatTime } from '../format-time.js';

/** `genba member credits` */
export const memberCredits = defineList({
  verb: 'credits',
  does: 'list the distributions that credited a member',
  args: { '<member>': 'member id' },
  examples: ['genba member credits 3'],
  endpoint: 'credits',
  input: (_options: unknown, member: string) => ({ id: parseId(member) }),
  head: ['DISTRIBUTION', 'TIME', 'DATASET>', 'TABLE>', 'AMOUNT>'],
  row: (one, context) => [
    one.distributionId,
    formatTime(one.time),
    String(one.datasetId),
    String(one.tableId),
    context.money(one.amount),
  ],
  empty: 'nothing was credited yet',
});
