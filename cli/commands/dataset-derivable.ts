import { formatPercent } from '../../sdk/units.js';
import { optionalId, parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { layoutTable } from '../table.js';

/** `genba dataset derivable` */
export const datasetDerivable = defineCommand({
  verb: 'derivable',
  does: 'say what who derives from a version owes for ever, the room left, and who has not let others derive',
  args: { '<version>': 'version id' },
  options: { '--member <id>': 'who would derive: its own datasets never stand in its way' },
  examples: ['genba dataset derivable 6', 'genba dataset derivable 6 --member 3'],
  async run(context, options: { member?: string }, version: string) {
    const versionId = parseId(version);
    const { asOf, data } = await context.api.get('derivable', { id: versionId, member: optionalId(options.member) });
    const rows = data.royalties.map((one) => [
      formatPercent(one.shareBps),
      String(one.datasetId ?? ''),
      one.member.legalName,
      one.onward ? 'yes' : 'NO',
    ]);
    const text = [
      `version ${versionId}, dataset ${data.datasetId}: ${data.possible ? 'a right to derive can be used' : 'a right to derive could NOT be used'}`,
      `owed       ${formatPercent(data.owedBps)} to ${data.royalties.length} sources`,
      `room       terms may ask up to ${formatPercent(data.roomBps)} more, in ${data.roomEntries} entries`,
      ...data.missingOnward.map((one) => `missing    the onward right of dataset ${one.datasetId}, ${one.owner.legalName}`),
      ...(rows.length === 0 ? [] : [layoutTable(['SHARE>', 'DATASET>', 'COMPANY', 'ONWARD'], rows)]),
      `as of block ${asOf.block}`,
    ];
    context.print({ asOf, data }, text.join('\n'));
  },
});
