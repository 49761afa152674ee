import { parseId } from '../arguments.js';
import { AS_OF_OPTION, type AsOfOptions, asOfInput, sayAsOf } from '../as-of.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { formatEnd } from '../period.js';

/** `genba access show` */
export const accessShow = defineCommand({
  verb: 'show',
  does: 'show one grant',
  args: { '<grant>': 'grant id' },
  options: AS_OF_OPTION,
  examples: ['genba access show 7', 'genba access show 7 --as-of 1200'],
  async run(context, options: AsOfOptions, grant: string) {
    const { asOf, data } = await context.api.get('grant', { id: parseId(grant), ...asOfInput(options) });
    const text = [
      `grant ${data.id} of ${data.holder.legalName}`,
      `dataset    ${data.datasetId}, from version ${data.versionId}${data.followsUpdates ? ' on, with updates' : ''}`,
      `rights     ${data.rights.join(', ')}`,
      `purposes   ${data.purposes.join(', ')}`,
      `good       from ${formatTime(data.startsAt)}, ${data.endsAt === null ? 'without end' : `until ${formatEnd(data.endsAt)}`}`,
      ...(data.units === null ? [] : [`units      ${data.used} of ${data.units} used`]),
      ...(data.frozenUntil === null ? [] : [`frozen     until ${formatTime(data.frozenUntil)}`]),
      `bought     at offer ${data.offerId}, terms ${data.termsId}`,
      sayAsOf(asOf),
    ];
    context.print({ asOf, data }, text.join('\n'));
  },
});
