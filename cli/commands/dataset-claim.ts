import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { hashDocument } from '../hash-document.js';

/** `genba dataset claim` */
export const datasetClaim = defineCommand({
  verb: 'claim',
  does: 'say for the record, under your name, that a version was made from yours without naming it',
  args: { '<version>': 'the version that hides its source', '<source>': 'your version, the older one' },
  needs: { '--evidence <file>': 'what is to prove it; its SHA-256 is recorded, the file stays here' },
  examples: ['genba --key works dataset claim 9 4 --evidence comparison.pdf'],
  async run(context, options: { evidence: string }, version: string, source: string) {
    const [versionId, sourceId] = [parseId(version), parseId(source)];
    const evidenceHash = hashDocument(options.evidence);
    await act(context, ({ gas, ledger }) => ledger.datasets.claim(versionId, sourceId, evidenceHash, gas), [
      { versionId, sourceId, evidenceHash },
      `it is on record that version ${versionId} hides version ${sourceId} (evidence ${evidenceHash})`,
    ]);
  },
});
