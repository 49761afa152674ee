import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba member reinstate` */
export const memberReinstate = defineCommand({
  verb: 'reinstate',
  does: "end a member's suspension (office)",
  args: { '<member>': 'member id' },
  examples: ['genba --key office member reinstate 3'],
  async run(context, _options: unknown, member: string) {
    const memberId = parseId(member);
    await act(context, ({ gas, ledger }) => ledger.members.reinstate(memberId, gas), [
      { memberId },
      `member ${memberId} may act again`,
    ]);
  },
});
