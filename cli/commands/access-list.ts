import { optionalId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatEnd } from '../period.js';

/** `genba access list` */
export const accessList = defineList({
  verb: 'list',
  does: 'list grants',
  options: { '--member <id>': 'held by one member', '--dataset <id>': 'of one dataset' },
  examples: [
    'genba access list --member 4',
    'genba access list --dataset 3 --as-of 1200',
    'genba access list --csv --out grants.csv',
  ],
  endpoint: 'grants',
  input: ({ dataset, member }: { member?: string; dataset?: string }) => ({
    member: optionalId(member),
    dataset: optionalId(dataset),
  }),
  head: ['ID>', 'HOLDER', 'DATASET', 'RIGHTS', 'ENDS', 'USED>', 'OFFER>'],
  row: (one) => [
    String(one.id),
    one.holder.legalName,
    `${one.datasetId} version ${one.versionId}${one.followsUpdates ? ' and updates' : ''}`,
    one.rights.join(', '),
    formatEnd(one.endsAt),
    one.units === null ? '' : `${one.used} of ${one.units}`,
    String(one.offerId),
  ],
  empty: 'no grant',
});
