import { act } from '../act.js';
import { defineCommand } from '../define-command.js';

/** `genba token burn` */
export const tokenBurn = defineCommand({
  verb: 'burn',
  does: "take the issuer's own tokens out of circulation (issuer; demo currency only)",
  args: { '<amount>': 'in whole tokens' },
  examples: ['genba --key issuer token burn 5000'],
  async run(context, _options: unknown, text: string) {
    const amount = context.parseMoney(text);
    await act(context, ({ gas, ledger }) => ledger.token.burn(amount, gas), [
      { amount },
      `${context.money(amount)} are out of circulation`,
    ]);
  },
});
