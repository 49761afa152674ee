import { act } from '../act.js';
import { defineCommand } from '../define-command.js';
import { payeeOf } from '../payee-of.js';

/** `genba token mint` */
export const tokenMint = defineCommand({
  verb: 'mint',
  does: 'issue settlement tokens to a member (issuer; demo currency only)',
  args: { '<to>': 'address, or member id for its payout account', '<amount>': 'in whole tokens' },
  examples: ['genba --key issuer token mint 3 1,000,000'],
  async run(context, _options: unknown, to: string, text: string) {
    const amount = context.parseMoney(text);
    const address = await payeeOf(await context.reader(), to);
    await act(context, ({ gas, ledger }) => ledger.token.mint(address, amount, gas), [
      { to: address, amount },
      `${context.money(amount)} issued to ${address}`,
    ]);
  },
});
