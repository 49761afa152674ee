import { act } from '../act.js';
import { defineCommand } from '../define-command.js';

/** `genba payout fees` */
export const payoutFees = defineCommand({
  verb: 'fees',
  does: "send the collected fees to the consortium's member (anyone)",
  examples: ['genba --key works payout fees'],
  async run(context) {
    await act(
      context,
      ({ gas, ledger }) => ledger.revenue.payFees(gas),
      ({ events }) => {
        const {
          account,
          amount = 0n,
          memberId,
        } = (events.FeesPaid ?? {}) as { account?: string; amount?: bigint; memberId?: bigint };
        return [
          { memberId: memberId === undefined ? null : Number(memberId), account, amount },
          memberId === undefined ? 'no fee is waiting' : `${context.money(amount)} sent to member ${memberId} at ${account}`,
        ];
      },
    );
  },
});
