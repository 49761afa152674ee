import { defineCommand } from '../define-command.js';
import { payeeOf } from '../payee-of.js';

/** `genba token balance` */
export const tokenBalance = defineCommand({
  verb: 'balance',
  does: 'say what an address holds, and what the market may take of it',
  args: { '[who]': 'address, or member id for its payout account (default: the key)' },
  examples: ['genba --key works token balance', 'genba token balance 3'],
  async run(context, _options: unknown, who: string | undefined) {
    const ledger = await context.reader();
    const address = who === undefined ? (await context.ownKey()).address : await payeeOf(ledger, who);
    const balance = await ledger.token.balanceOf(address);
    const allowance = await ledger.token.allowance(address, await ledger.market.getAddress());
    context.print(
      { address, balance, allowance },
      `${address} holds ${context.money(balance)}${allowance === 0n ? '' : `; the market may take ${context.money(allowance)}`}`,
    );
  },
});
