import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { ownMember } from '../own-member.js';

/** `genba payout apply` */
export const payoutApply = defineCommand({
  verb: 'apply',
  does: 'apply a change of payout that was announced 48 hours ago (anyone)',
  args: { '[member]': 'member id (default: your own)' },
  examples: ['genba --key works payout apply'],
  async run(context, _options: unknown, member: string | undefined) {
    const memberId = member === undefined ? await ownMember(await context.actor()) : parseId(member);
    await act(
      context,
      ({ gas, ledger }) => ledger.members.applyPayout(memberId, gas),
      ({ events }) => {
        const account = String(events.PayoutChanged?.account);
        const minimum = BigInt(String(events.PayoutChanged?.minimum));
        return [
          { memberId, account, minimum },
          `member ${memberId} is paid to ${account} from now on, from ${context.money(minimum)}`,
        ];
      },
    );
  },
});
