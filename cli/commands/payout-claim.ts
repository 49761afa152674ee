import { mine } from '../../sdk/ledger.js';
import { defineCommand } from '../define-command.js';
import { ownMember } from '../own-member.js';

/** `genba payout claim` */
export const payoutClaim = defineCommand({
  verb: 'claim',
  does: 'be paid your credit now, whatever your minimum',
  note: "What buyers paid becomes credit when its table is distributed; 'genba payout run' does that too.",
  examples: ['genba --key works payout claim'],
  async run(context) {
    const actor = await context.actor();
    const memberId = await ownMember(actor);
    const { events, hash } = await mine(actor.ledger.revenue.payOut([memberId], actor.gas));
    const { PaidOut: paid, PayoutFailed: failed } = events;
    const { account, amount } = (paid ?? failed ?? { amount: 0n }) as { account?: string; amount: bigint };
    const text =
      paid !== undefined
        ? `${context.money(amount)} paid to ${account}`
        : failed !== undefined
          ? `the token REFUSED ${context.money(amount)} to ${account}; the credit stays`
          : 'nothing is due, or nothing can be paid while your member is frozen';
    context.print({ memberId, amount, account, paid: paid !== undefined, txHash: hash }, text);
    if (failed !== undefined) process.exitCode = 1;
  },
});
