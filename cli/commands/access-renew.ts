import type { Command } from 'commander';
import { LedgerError } from '../../sdk/errors.js';
import { NO_END } from '../../sdk/ids.js';
import { acceptOrder, priceOf } from '../../sdk/orders.js';
import { parseCount, parseId } from '../arguments.js';
import { createContext } from '../context.js';
import { formatEnd } from '../period.js';

/** `genba access renew` */
export function accessRenew(noun: Command): void {
  noun
    .command('renew')
    .description('extend a grant of yours under the offer it was bought at, before it ends')
    .argument('<grant>', 'grant id')
    .option('--units <count>', 'uses to add, where the offer counts them')
    .option('--max <amount>', 'most that you pay (default: the price read just now)')
    .addHelpText('after', '\nExample:\n  genba access renew 7 --key buyer')
    .action(async (grant: string, options: { units?: string; max?: string }, command: Command) => {
      const context = createContext(command);
      const grantId = parseId(grant);
      const { wallet, ledger, gas } = await context.actor();
      const held = await ledger.grants.grantOf(grantId);
      if (held.memberId === 0n) throw new LedgerError('NOT_FOUND', { what: 'grant', id: grantId });
      const offerId = Number(held.offerId);
      const units = parseCount(options.units);
      const price = priceOf(await ledger.market.offerOf(offerId), units);
      const terms = await ledger.grants.termsOf(held.termsId);
      const versionId = terms.versionId === 0n ? (await ledger.datasets.datasetOf(terms.datasetId)).current : terms.versionId;
      const maximum = options.max === undefined ? price : context.parseMoney(options.max);
      const order = { grantId, offerId, versionId: Number(versionId), units };
      const { events, hash } = await acceptOrder(ledger, wallet, order, price, maximum, gas);
      const end = Number(events.GrantExtended?.end);
      const endsAt = end === NO_END ? null : end;
      context.print(
        { grantId, offerId, units, price, endsAt, txHash: hash },
        `grant ${grantId} renewed for ${context.money(price)}, ${endsAt === null ? 'without end' : `until ${formatEnd(endsAt)}`}`,
      );
    });
}
