import type { Command } from 'commander';
import { mine } from '../../sdk/ledger.js';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';

/** `genba offer close` */
export function offerClose(noun: Command): void {
  noun
    .command('close')
    .description('stop selling and renewing an offer of yours; grants that exist go on')
    .argument('<offer>', 'offer id')
    .addHelpText('after', '\nExample:\n  genba offer close 2 --key works')
    .action(async (offer: string, _options: unknown, command: Command) => {
      const context = createContext(command);
      const offerId = parseId(offer);
      const { ledger, gas } = await context.actor();
      const { hash } = await mine(ledger.market.closeOffer(offerId, gas));
      context.print({ offerId, txHash: hash }, `offer ${offerId} is closed`);
    });
}
