import { explainRevert } from '../../sdk/contract-errors.js';
import { mine } from '../../sdk/ledger.js';
import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';
import { offerOfGrant } from '../make-order.js';

interface Options {
  maxRefund?: string;
  dryRun?: boolean;
  yes?: boolean;
}

/** `genba access end` */
export const accessEnd = defineCommand({
  verb: 'end',
  does: 'end a grant on a dataset of yours now, and pay back from the key what its holder has paid too much',
  args: { '<grant>': 'grant id' },
  options: {
    '--max-refund <amount>': 'most that you pay back (default: what it is just now)',
    '--dry-run': 'only say what would be paid back',
    ...YES,
  },
  note: 'The unearned part goes down with time and use. Where the market may not take it yet, it is first let take just that.',
  examples: ['genba --key works access end 7 --dry-run', 'genba --key works access end 7 --max-refund 20000'],
  async run(context, options: Options, grant: string) {
    const grantId = parseId(grant);
    const maximum = options.maxRefund === undefined ? undefined : context.parseMoney(options.maxRefund);
    const reader = await context.reader();
    await offerOfGrant(reader, grantId);
    const unearned = await reader.market.unearnedOf(grantId).catch((error: unknown) => {
      throw explainRevert(error);
    });
    if (options.dryRun) {
      context.print({ grantId, unearned }, `ending grant ${grantId} now pays back ${context.money(unearned)}`);
      return;
    }
    await confirm(context, `grant ${grantId} ends now, and you pay back ${context.money(unearned)}`, options.yes);
    const { gas, ledger, wallet } = await context.actor();
    const most = maximum ?? unearned;
    const market = await ledger.market.getAddress();
    const allowed = await ledger.token.allowance(wallet.address, market);
    // Above the own maximum it is left to the contract to refuse, and nothing is let go for it.
    const lacks = unearned <= most && allowed < unearned;
    if (lacks) await mine(ledger.token.approve(market, unearned, gas));
    const end = () =>
      act(
        context,
        () => ledger.market.endEarly(grantId, most, gas),
        ({ events }) => {
          const refund = BigInt(String(events.AccessRefunded?.amount ?? 0));
          return [{ grantId, refund }, `grant ${grantId} has ended; ${context.money(refund)} paid back`];
        },
      );
    try {
      await end();
    } catch (error) {
      if (lacks) await mine(ledger.token.approve(market, allowed, gas));
      throw error;
    }
    // Time went on since it was asked: the rest may not be taken for anything else.
    if (lacks && (await ledger.token.allowance(wallet.address, market)) > 0n) await mine(ledger.token.approve(market, 0, gas));
  },
});
