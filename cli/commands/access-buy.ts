import { NO_END } from '../../sdk/ids.js';
import { acceptOrder } from '../../sdk/orders.js';
import { parseId } from '../arguments.js';
import type { Context } from '../context.js';
import { defineCommand } from '../define-command.js';
import { makeOrder, type OrderOptions } from '../make-order.js';
import { formatEnd } from '../period.js';

/** Says when the buyer has such access already: a second grant beside it is rarely meant. */
async function noteRunning(context: Context, memberId: number, offerId: number): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  // The purchase does not hang on this: where the service does not answer, nothing is said.
  const held = await context.api.all('grants', { member: memberId, offer: offerId }).catch(() => ({ data: [] }));
  const running = held.data.find(({ endsAt }) => endsAt === null || endsAt > now);
  if (running !== undefined)
    context.advise(`you hold grant ${running.id} of this offer already; 'genba access renew' extends it`);
}

/** `genba access buy` */
export const accessBuy = defineCommand({
  verb: 'buy',
  does: 'buy access at an offer; pays from the key',
  args: { '<offer>': 'offer id' },
  options: {
    '--version-id <id>': 'the version you looked at (default: the pinned or the current one)',
    '--units <count>': 'uses to pay for, where the offer counts them',
    '--max <amount>': 'most that you pay (default: the price read just now)',
  },
  examples: ['genba access buy 2 --max 50000 --key buyer'],
  async run(context, options: OrderOptions & { max?: string }, offer: string) {
    const offerId = parseId(offer);
    const { wallet, ledger, gas } = await context.actor();
    const { memberId } = await ledger.members.keyOf(wallet.address);
    const { order, price } = await makeOrder(context, ledger, { grantId: 0, memberId: Number(memberId), offerId }, options);
    await noteRunning(context, Number(memberId), offerId);
    const { units, versionId } = order;
    const maximum = options.max === undefined ? price : context.parseMoney(options.max);
    const { events, hash } = await acceptOrder(ledger, wallet, order, price, maximum, gas);
    const grantId = Number(events.AccessPurchased?.grantId);
    const end = Number(events.GrantIssued?.end);
    const endsAt = end === NO_END ? null : end;
    context.print(
      { grantId, offerId, versionId, units, price, endsAt, txHash: hash },
      `grant ${grantId}: version ${versionId} for ${context.money(price)}, ${endsAt === null ? 'without end' : `until ${formatEnd(endsAt)}`}`,
    );
  },
});
