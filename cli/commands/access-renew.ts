import { NO_END } from '../../sdk/ids.js';
import { acceptOrder } from '../../sdk/orders.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { makeOrder, offerOfGrant } from '../make-order.js';
import { formatEnd } from '../period.js';

/** `genba access renew` */
export const accessRenew = defineCommand({
  verb: 'renew',
  does: 'extend a grant of yours under the offer it was bought at, before it ends',
  args: { '<grant>': 'grant id' },
  options: {
    '--units <count>': 'uses to add, where the offer counts them',
    '--max <amount>': 'most that you pay (default: the price read just now)',
  },
  examples: ['genba access renew 7 --key buyer'],
  async run(context, options: { units?: string; max?: string }, grant: string) {
    const grantId = parseId(grant);
    const { wallet, ledger, gas } = await context.actor();
    const offerId = await offerOfGrant(ledger, grantId);
    const { memberId } = await ledger.members.keyOf(wallet.address);
    const { order, price } = await makeOrder(context, ledger, { grantId, memberId: Number(memberId), offerId }, options);
    const maximum = options.max === undefined ? price : context.parseMoney(options.max);
    const { events, hash } = await acceptOrder(ledger, wallet, order, price, maximum, gas);
    const end = Number(events.GrantExtended?.end);
    const endsAt = end === NO_END ? null : end;
    context.print(
      { grantId, offerId, units: order.units, price, endsAt, txHash: hash },
      `grant ${grantId} renewed for ${context.money(price)}, ${endsAt === null ? 'without end' : `until ${formatEnd(endsAt)}`}`,
    );
  },
});
