import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba member suspend` */
export const memberSuspend = defineCommand({
  verb: 'suspend',
  does: "stop a member's acts and new rights at once; it is still paid (office)",
  args: { '<member>': 'member id' },
  needs: { '--reason <text>': 'a sentence that everybody can read' },
  examples: ['genba --key office member suspend 3 --reason "register entry deleted"'],
  async run(context, { reason }: { reason: string }, member: string) {
    const memberId = parseId(member);
    await act(context, ({ gas, ledger }) => ledger.members.suspend(memberId, reason, gas), [
      { memberId, reason },
      `member ${memberId} is suspended: ${reason}`,
    ]);
  },
});
