import { viewDistribution, viewDistributions } from '../../domain/distribution-view.js';
import { viewDays } from '../../domain/overview-view.js';
import { viewBooks, viewPayout, viewPayouts } from '../../domain/payout-view.js';
import { viewPlan, viewRun, viewRuns } from '../../domain/run-view.js';
import { placePageOf, route } from '../route.js';

/** Where the money is, where it went, and what is due now. */
export const moneyRoutes = [
  route('books', (_, { reads }) => viewBooks(reads)),
  route('days', (page, { reads }) => viewDays(reads, page)),
  route('distributions', ({ dataset, table, ...page }, { reads }) =>
    viewDistributions(reads, { datasetId: dataset, tableId: table }, placePageOf(page)),
  ),
  route('payouts', ({ failed, kind, member, ...page }, { reads }) =>
    viewPayouts(reads, { memberId: member, failed, kind }, placePageOf(page)),
  ),
  route('distribution', ({ id }, { reads }) => viewDistribution(reads, id)),
  route('plan', (_, { now, reads }) => viewPlan(reads, now)),
  route('payout', ({ id }, { reads }) => viewPayout(reads, id)),
  route('payoutRuns', (page, { reads }) => viewRuns(reads, page)),
  route('payoutRun', ({ id }, { reads }) => viewRun(reads, id)),
];
