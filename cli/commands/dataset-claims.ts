import { parseId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatTime } from '../format-time.js';

/** `genba dataset claims` */
export const datasetClaims = defineList({
  verb: 'claims',
  does: 'list what owners of sources say that a version hides',
  args: { '<version>': 'version id' },
  examples: ['genba dataset claims 6'],
  endpoint: 'claims',
  input: (_options: unknown, version: string) => ({ id: parseId(version) }),
  head: ['TIME', 'SOURCE>', 'BY', 'EVIDENCE'],
  row: (one) => [formatTime(one.time), String(one.sourceId), one.claimant.legalName, one.evidenceHash],
  empty: 'nobody claims that it hides a source',
});
