import { formatPercent } from '../../sdk/units.js';
import { parseId } from '../arguments.js';
import { AS_OF_OPTION, type AsOfOptions, asOfInput, sayAsOf } from '../as-of.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { layoutTable } from '../table.js';

/** `genba version show` */
export const versionShow = defineCommand({
  verb: 'show',
  does: 'show one version with its root, payees, metadata and claims',
  args: { '<version>': 'version id' },
  options: AS_OF_OPTION,
  examples: ['genba version show 6', 'genba version show 6 --as-of 1200'],
  async run(context, options: AsOfOptions, version: string) {
    const { asOf, data } = await context.api.get('version', { id: parseId(version), ...asOfInput(options) });
    const payees = data.payees.map((payee) => [
      formatPercent(payee.shareBps),
      payee.origin === undefined ? payee.kind : `${payee.kind}, ${payee.origin}`,
      payee.member.legalName,
      payee.datasetId === undefined ? '' : `dataset ${payee.datasetId}`,
    ]);
    const text = [
      `version ${data.id} of dataset ${data.datasetId}${data.title === null ? '' : `, ${data.title}`}`,
      `publisher  ${data.publisher.legalName}, ${formatTime(data.publishedAt)}`,
      `root       ${data.contentRoot} (format ${data.format}, ${data.byteSize} bytes)`,
      `metadata   ${data.metadataHash}${data.metadataUri === '' ? '' : ` ${data.metadataUri.slice(0, 80)}`}`,
      ...(data.withdrawn === null ? [] : [`WITHDRAWN  ${data.withdrawn}`]),
      ...data.withdrawnSources.map((one) => `WITHDRAWN  its source version ${one.versionId}: ${one.reason}`),
      ...(data.claims === 0
        ? []
        : [`claims     ${data.claims} say that it hides a source; see 'genba dataset claims ${data.id}'`]),
      layoutTable(['SHARE>', 'PAYEE', 'COMPANY', 'REACHES'], payees),
      sayAsOf(asOf),
    ];
    context.print({ asOf, data }, text.join('\n'));
  },
});
