import { optionalId } from '../arguments.js';
import { defineList } from '../define-list.js';

/** `genba dataset list` */
export const datasetList = defineList({
  verb: 'list',
  does: 'list datasets, each with its current version',
  options: { '--owner <member>': 'of one member' },
  examples: ['genba dataset list', 'genba dataset list --owner 3'],
  endpoint: 'datasets',
  input: ({ owner }: { owner?: string }) => ({ owner: optionalId(owner) }),
  head: ['ID>', 'TITLE', 'OWNER', 'VERSION>', 'BYTES>', ''],
  row: (one) => [
    String(one.id),
    one.title ?? '',
    one.owner.legalName,
    String(one.currentVersionId),
    one.byteSize,
    one.retired ? 'retired' : '',
  ],
  empty: 'no dataset yet',
});
