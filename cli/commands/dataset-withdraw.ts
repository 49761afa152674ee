import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

/** `genba dataset withdraw` */
export const datasetWithdraw = defineCommand({
  verb: 'withdraw',
  does: 'say that a version of yours is not to be used any more: not sold, not renewed; grants on it go on',
  args: { '<version>': 'version id' },
  needs: { '--reason <text>': 'a sentence that everybody can read; it shows on everything made from the version' },
  options: YES,
  examples: ['genba --key works dataset withdraw 6 --reason "sensor 4 was not calibrated"'],
  async run(context, options: { reason: string; yes?: boolean }, version: string) {
    const versionId = parseId(version);
    const { reason } = options;
    await confirm(context, `version ${versionId} will never be sold again`, options.yes);
    await act(context, ({ gas, ledger }) => ledger.datasets.withdraw(versionId, reason, gas), [
      { versionId, reason },
      `version ${versionId} is withdrawn: ${reason}`,
    ]);
  },
});
