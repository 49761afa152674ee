import { parseId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatTime } from '../format-time.js';

/** `genba dataset owners` */
export const datasetOwners = defineList({
  verb: 'owners',
  does: 'list who has owned a dataset, from when on',
  args: { '<dataset>': 'dataset id' },
  examples: ['genba dataset owners 3'],
  endpoint: 'owners',
  input: (_options: unknown, dataset: string) => ({ id: parseId(dataset) }),
  head: ['SINCE', 'MEMBER>', 'COMPANY'],
  row: ({ owner, time }) => [formatTime(time), String(owner.id), owner.legalName],
  empty: 'no owner',
});
