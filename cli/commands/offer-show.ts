import { formatPercent } from '../../sdk/units.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { formatPeriod } from '../period.js';

/** `genba offer show` */
export const offerShow = defineCommand({
  verb: 'show',
  does: 'show one offer with its terms',
  args: { '<offer>': 'offer id' },
  examples: ['genba offer show 2'],
  async run(context, _options: unknown, offer: string) {
    const { asOf, data } = await context.api.get('offer', { id: parseId(offer) });
    const per = [
      ...(data.units === null ? [] : [`${data.units} units`]),
      ...(data.periodSeconds === null ? [] : [formatPeriod(data.periodSeconds)]),
    ];
    const text = [
      `offer ${data.id} of ${data.seller.legalName}${data.closed ? ', CLOSED' : ''}`,
      `dataset    ${data.datasetId}, ${data.versionId === null ? 'follows updates' : `version ${data.versionId}`}`,
      `price      ${context.money(data.price)} ${per.length === 0 ? 'once, without end' : `per ${per.join(' and ')}`}`,
      `for        ${data.buyer === null ? 'everybody' : data.buyer.legalName}${data.seats === null ? '' : `, ${data.taken} of ${data.seats} seats taken`}`,
      `rights     ${data.rights.join(', ')}`,
      `royalty    ${formatPercent(data.royaltyBps)} of the revenue of everything derived`,
      `purposes   ${data.purposes.join(', ')}`,
      `terms      ${data.termsId}, ${/^0x0+$/.test(data.termsHash) ? 'without legal text' : `legal text SHA-256 ${data.termsHash}`}`,
      `as of block ${asOf.block}`,
    ];
    context.print({ asOf, data }, text.join('\n'));
  },
});
