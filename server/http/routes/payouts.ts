import { z } from 'zod';
import { viewPlan, viewRuns } from '../../domain/revenue-view.js';
import { none } from '../parameters.js';
import { route } from '../route.js';

const runsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(20) });

/** What the payout runner did, and what is due now. */
export const payoutRoutes = [
  route({
    path: '/payouts',
    summary: "The service's payout runs, newest first",
    params: none,
    query: runsQuery,
    handle: ({ query, reads }) => viewRuns(reads, query.limit),
  }),
  route({
    path: '/payouts/plan',
    summary: 'What is due now, as batches that any key may send to the contracts',
    params: none,
    query: none,
    handle: ({ reads }) => viewPlan(reads, Math.floor(Date.now() / 1000)),
  }),
];
