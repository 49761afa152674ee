import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { formatPercent } from '../../sdk/units.js';
import { optionalId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatPeriod } from '../period.js';

/** Who may buy still. */
function stateOf({ buyer, closed, seats, taken }: AnswerOf<'offers'>): string {
  if (closed) return 'closed';
  const left = seats === null ? '' : `, ${Math.max(0, seats - taken)} of ${seats} seats left`;
  return `${buyer === null ? 'open' : `for ${buyer.legalName}`}${left}`;
}

/** `genba offer list` */
export const offerList = defineList({
  verb: 'list',
  does: 'list open offers',
  options: { '--dataset <id>': 'of one dataset', '--all': 'closed ones too' },
  examples: ['genba offer list --dataset 3', 'genba offer list --all --parquet --out offers.parquet'],
  endpoint: 'offers',
  input: ({ all, dataset }: { dataset?: string; all?: boolean }) => ({
    dataset: optionalId(dataset),
    open: all ? undefined : true,
  }),
  head: ['ID>', 'SELLER', 'DATASET', 'PRICE>', 'PER', 'RIGHTS', 'ROYALTY>', 'STATE'],
  row: (one, context) => [
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
  ],
  empty: 'no offer',
});
