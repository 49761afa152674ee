import type { Command } from 'commander';
import { LedgerError } from '../../sdk/errors.js';
import { ensureAllowance, mine } from '../../sdk/ledger.js';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';
import { formatEnd } from '../period.js';

/** `genba access renew` */
export function accessRenew(noun: Command): void {
  noun
    .command('renew')
    .description('extend a grant of yours by a period, before it ends')
    .argument('<grant>', 'grant id')
    .option('--offer <id>', 'another offer on the same terms (default: the one last paid)')
    .option('--max <amount>', 'most that you pay (default: the price read just now)')
    .addHelpText('after', '\nExample:\n  genba access renew 7 --key buyer')
    .action(async (grant: string, options: { offer?: string; max?: string }, command: Command) => {
      const context = createContext(command);
      const grantId = parseId(grant);
      const { wallet, ledger, gas } = await context.actor();
      const held = await ledger.grants.grantOf(grantId);
      if (held.memberId === 0n) throw new LedgerError('NOT_FOUND', { what: 'grant', id: grantId });
      const offerId = options.offer === undefined ? Number(held.offerId) : parseId(options.offer);
      const { price } = await ledger.market.offerOf(offerId);
      const terms = await ledger.grants.termsOf(held.termsId);
      const versionId = terms.versionId === 0n ? (await ledger.datasets.datasetOf(terms.datasetId)).current : terms.versionId;
      const maximum = options.max === undefined ? price : context.parseMoney(options.max);
      if (price <= maximum) await ensureAllowance(ledger, wallet, price, gas);
      const { events, hash } = await mine(ledger.market.renew(grantId, offerId, versionId, maximum, gas));
      const endsAt = Number(events.AccessRenewed?.end);
      context.print(
        { grantId, offerId, price, endsAt, txHash: hash },
        `grant ${grantId} renewed for ${context.money(price)}, until ${formatEnd(endsAt)}`,
      );
    });
}
