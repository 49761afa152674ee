import type { Command } from 'commander';
import { LedgerError } from '../../sdk/errors.js';
import { NO_END } from '../../sdk/ids.js';
import { acceptOrder, priceOf } from '../../sdk/orders.js';
import { parseCount, parseId } from '../arguments.js';
import { createContext } from '../context.js';
import { formatEnd } from '../period.js';
import { requireDerivable } from '../require-derivable.js';

/** `genba access buy` */
export function accessBuy(noun: Command): void {
  noun
    .command('buy')
    .description('buy access at an offer; pays from the key')
    .argument('<offer>', 'offer id')
    .option('--version-id <id>', 'the version you looked at (default: the pinned or the current one)')
    .option('--units <count>', 'uses to pay for, where the offer counts them')
    .option('--max <amount>', 'most that you pay (default: the price read just now)')
    .addHelpText('after', '\nExample:\n  genba access buy 2 --max 50000 --key buyer')
    .action(async (offer: string, options: { versionId?: string; max?: string; units?: string }, command: Command) => {
      const context = createContext(command);
      const offerId = parseId(offer);
      const { wallet, ledger, gas } = await context.actor();
      const sold = await ledger.market.offerOf(offerId);
      if (sold.termsId === 0n) throw new LedgerError('NOT_FOUND', { what: 'offer', id: offerId });
      const units = parseCount(options.units);
      const price = priceOf(sold, units);
      const terms = await ledger.grants.termsOf(sold.termsId);
      const shown = terms.versionId === 0n ? (await ledger.datasets.datasetOf(terms.datasetId)).current : terms.versionId;
      const versionId = options.versionId === undefined ? Number(shown) : parseId(options.versionId);
      const { memberId } = await ledger.members.keyOf(wallet.address);
      const { rights, royaltyBps } = terms;
      await requireDerivable(context, { versionId, memberId: Number(memberId), rights, royaltyBps });
      const maximum = options.max === undefined ? price : context.parseMoney(options.max);
      const order = { grantId: 0, offerId, versionId, units };
      const { events, hash } = await acceptOrder(ledger, wallet, order, price, maximum, gas);
      const grantId = Number(events.AccessPurchased?.grantId);
      const end = Number(events.GrantIssued?.end);
      const endsAt = end === NO_END ? null : end;
      context.print(
        { grantId, offerId, versionId, units, price, endsAt, txHash: hash },
        `grant ${grantId}: version ${versionId} for ${context.money(price)}, ${endsAt === null ? 'without end' : `until ${formatEnd(endsAt)}`}`,
      );
    });
}
