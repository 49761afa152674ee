import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

/** `genba access give-up` */
export const accessGiveUp = defineCommand({
  verb: 'give-up',
  does: 'end a grant of yours now; nothing is paid back',
  args: { '<grant>': 'grant id' },
  options: YES,
  examples: ['genba --key buyer access give-up 7'],
  async run(context, options: { yes?: boolean }, grant: string) {
    const grantId = parseId(grant);
    await confirm(context, `grant ${grantId} ends now, and nothing is paid back`, options.yes);
    await act(context, ({ gas, ledger }) => ledger.grants.giveUp(grantId, gas), [{ grantId }, `grant ${grantId} has ended`]);
  },
});
