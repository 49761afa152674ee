import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba member finish-recovery` */
export const memberFinishRecovery = defineCommand({
  verb: 'finish-recovery',
  does: 'let a proposed key take the place of all keys of a member, after the wait (anyone)',
  args: { '<member>': 'member id' },
  examples: ['genba --key new member finish-recovery 3'],
  async run(context, _options: unknown, member: string) {
    const memberId = parseId(member);
    await act(
      context,
      ({ gas, ledger }) => ledger.members.finishRecovery(memberId, gas),
      ({ events }) => {
        const key = String(events.KeysReplaced?.key);
        return [{ memberId, key }, `${key} is the one key of member ${memberId}`];
      },
    );
  },
});
