import { formatPercent } from '../../sdk/units.js';
import { optionalId } from '../arguments.js';
import { defineList } from '../define-list.js';

/** `genba terms list` */
export const termsList = defineList({
  verb: 'list',
  does: 'list terms',
  options: { '--dataset <id>': 'of one dataset' },
  examples: ['genba terms list --dataset 3'],
  endpoint: 'termsList',
  input: ({ dataset }: { dataset?: string }) => ({ dataset: optionalId(dataset) }),
  head: ['ID>', 'OWNER', 'DATASET', 'RIGHTS', 'ROYALTY>', 'PURPOSES'],
  row: (one) => [
    String(one.id),
    one.owner.legalName,
    `${one.datasetId} ${one.versionId === null ? 'follows updates' : `version ${one.versionId}`}`,
    one.rights.join(', '),
    formatPercent(one.royaltyBps),
    one.purposes.join(', '),
  ],
  empty: 'no terms',
});
