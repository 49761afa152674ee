import type { Command } from 'commander';
import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { formatPercent } from '../../sdk/units.js';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';
import { formatPeriod } from '../period.js';
import { layoutTable } from '../table.js';

/** Who may buy still. */
function stateOf({ buyer, closed, seats, taken }: AnswerOf<'offers'>): string {
  if (closed) return 'closed';
  const left = seats === null ? '' : `, ${Math.max(0, seats - taken)} of ${seats} seats left`;
  return `${buyer === null ? 'open' : `for ${buyer.legalName}`}${left}`;
}

/** `genba offer list` */
export function offerList(noun: Command): void {
  noun
    .command('list')
    .description('list open offers')
    .option('--dataset <id>', 'of one dataset')
    .option('--all', 'closed ones too')
    .addHelpText('after', '\nExample:\n  genba offer list --dataset 3')
    .action(async (options: { dataset?: string; all?: boolean }, command: Command) => {
      const context = createContext(command);
      const dataset = options.dataset === undefined ? undefined : parseId(options.dataset);
      const { asOf, data } = await context.api.all('offers', { dataset, open: options.all ? undefined : true });
      const rows = data.map((one) => [
        String(one.id),
        one.seller.legalName,
        `${one.datasetId} ${one.versionId === null ? 'follows updates' : `version ${one.versionId}`}`,
        context.money(one.price),
        [one.units === null ? [] : `${one.units} units`, one.periodSeconds === null ? [] : formatPeriod(one.periodSeconds)]
          .flat()
          .join(', ') || 'once',
        one.rights.join(', '),
        formatPercent(one.royaltyBps),
        stateOf(one),
      ]);
      const table = layoutTable(['ID>', 'SELLER', 'DATASET', 'PRICE>', 'PER', 'RIGHTS', 'ROYALTY>', 'STATE'], rows);
      context.print({ asOf, data }, data.length === 0 ? 'no offer' : `${table}\nas of block ${asOf.block}`);
    });
}
