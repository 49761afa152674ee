import { formatPercent } from '../../sdk/units.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba terms show` */
export const termsShow = defineCommand({
  verb: 'show',
  does: 'show one set of terms',
  args: { '<terms>': 'terms id' },
  examples: ['genba terms show 2'],
  async run(context, _options: unknown, terms: string) {
    const { asOf, data } = await context.api.get('terms', { id: parseId(terms) });
    const text = [
      `terms ${data.id} of ${data.owner.legalName}`,
      `dataset    ${data.datasetId}, ${data.versionId === null ? 'follows updates' : `version ${data.versionId}`}`,
      `rights     ${data.rights.join(', ')}`,
      `royalty    ${formatPercent(data.royaltyBps)} of the revenue of everything derived`,
      `purposes   ${data.purposes.join(', ')}`,
      `legal text ${/^0x0+$/.test(data.termsHash) ? 'none' : `SHA-256 ${data.termsHash}`}`,
      `as of block ${asOf.block}`,
    ];
    context.print({ asOf, data }, text.join('\n'));
  },
});
