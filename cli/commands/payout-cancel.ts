import { act } from '../act.js';
import { defineCommand } from '../define-command.js';
import { ownMember } from '../own-member.js';

/** `genba payout cancel` */
export const payoutCancel = defineCommand({
  verb: 'cancel',
  does: "take back what 'genba payout announce' announced for your member (admin key)",
  examples: ['genba --key works payout cancel'],
  async run(context) {
    const memberId = await ownMember(await context.actor());
    await act(context, ({ gas, ledger }) => ledger.members.cancelPayout(gas), [
      { memberId },
      `member ${memberId} is paid as before`,
    ]);
  },
});
