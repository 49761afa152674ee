import type { Command } from 'commander';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';
import { formatEnd } from '../period.js';
import { layoutTable } from '../table.js';

/** `genba access list` */
export function accessList(noun: Command): void {
  noun
    .command('list')
    .description('list grants')
    .option('--member <id>', 'held by one member')
    .option('--dataset <id>', 'of one dataset')
    .addHelpText('after', '\nExample:\n  genba access list --member 4')
    .action(async (options: { member?: string; dataset?: string }, command: Command) => {
      const context = createContext(command);
      const { asOf, data } = await context.api.all('grants', {
        member: options.member === undefined ? undefined : parseId(options.member),
        dataset: options.dataset === undefined ? undefined : parseId(options.dataset),
      });
      const rows = data.map((one) => [
        String(one.id),
        one.holder.legalName,
        `${one.datasetId} version ${one.versionId}${one.followsUpdates ? ' and updates' : ''}`,
        one.rights.join(', '),
        formatEnd(one.endsAt),
        one.units === null ? '' : `${one.used} of ${one.units}`,
        String(one.offerId),
      ]);
      const table = layoutTable(['ID>', 'HOLDER', 'DATASET', 'RIGHTS', 'ENDS', 'USED>', 'OFFER>'], rows);
      context.print({ asOf, data }, data.length === 0 ? 'no grant' : `${table}\nas of block ${asOf.block}`);
    });
}
