import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { parseTerms, TERMS, type TermsOptions, writeTerms } from '../terms.js';

/** `genba terms write` */
export const termsWrite = defineCommand({
  verb: 'write',
  does: "write terms for a dataset of yours; prices are put on them with 'genba offer open --terms-id'",
  args: { '<dataset>': 'dataset id' },
  options: TERMS,
  examples: ['genba --key works terms write 3 --rights read,derive,onward --royalty 20%'],
  async run(context, options: TermsOptions, dataset: string) {
    const datasetId = parseId(dataset);
    const written = await writeTerms(await context.actor(), datasetId, parseTerms(options));
    const { termsId, versionId } = written;
    context.print(
      { datasetId, ...written },
      `terms ${termsId}: dataset ${datasetId}, ${versionId === 0 ? 'follows updates' : `version ${versionId}`}, ${options.rights}`,
    );
  },
});
