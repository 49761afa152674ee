import { act } from '../act.js';
import { parseAddress } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba token approve` */
export const tokenApprove = defineCommand({
  verb: 'approve',
  does: 'let the market take up to an amount from the key, or nothing more (0)',
  args: { '<amount>': 'in whole tokens' },
  options: { '--spender <address>': 'another contract than the market' },
  note: 'Buying does not need it: each purchase lets the market take its price, and no more.',
  examples: ['genba --key buyer token approve 100000', 'genba --key buyer token approve 0'],
  async run(context, options: { spender?: string }, text: string) {
    const amount = context.parseMoney(text);
    const spender =
      options.spender === undefined ? context.deployment.contracts.AccessMarket : parseAddress(options.spender, '--spender');
    await act(context, ({ gas, ledger }) => ledger.token.approve(spender, amount, gas), [
      { spender, amount },
      `${spender} may take ${context.money(amount)} from now on`,
    ]);
  },
});
