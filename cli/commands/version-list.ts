import { optionalId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatTime } from '../format-time.js';

/** `genba version list` */
export const versionList = defineList({
  verb: 'list',
  does: 'list versions, of one dataset or of all',
  options: { '--dataset <id>': 'of one dataset' },
  examples: ['genba version list --dataset 3'],
  endpoint: 'versions',
  input: ({ dataset }: { dataset?: string }) => ({ dataset: optionalId(dataset) }),
  head: ['ID>', 'DATASET>', 'TABLE>', 'PUBLISHED', 'BYTES>', 'ROOT', ''],
  row: (one) => [
    String(one.id),
    String(one.datasetId),
    String(one.tableId),
    formatTime(one.publishedAt),
    one.byteSize,
    one.contentRoot,
    one.withdrawn === null ? '' : `withdrawn: ${one.withdrawn}`,
  ],
  empty: 'no version yet',
});
