import { act } from '../act.js';
import { defineCommand } from '../define-command.js';
import { payeeOf } from '../payee-of.js';

/** `genba token transfer` */
export const tokenTransfer = defineCommand({
  verb: 'transfer',
  does: 'send settlement tokens from the key',
  args: { '<to>': 'address, or member id for its payout account', '<amount>': 'in whole tokens' },
  examples: ['genba --key works token transfer 3 1,250'],
  async run(context, _options: unknown, to: string, text: string) {
    const amount = context.parseMoney(text);
    const address = await payeeOf(await context.reader(), to);
    await act(context, ({ gas, ledger }) => ledger.token.transfer(address, amount, gas), [
      { to: address, amount },
      `${context.money(amount)} sent to ${address}`,
    ]);
  },
});
