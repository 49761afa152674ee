import { viewEvents, viewSearch } from '../../domain/trail-view.js';
import { placePageOf, route } from '../route.js';

/** The audit trail, how much there is, and what a word stands for. */
export const trailRoutes = [
  route('overview', (_, { at, reads }) => reads.countAll(at)),
  route('events', ({ contract, dataset, fromBlock, member, toBlock, tx, type, ...page }, { reads }) =>
    viewEvents(
      reads,
      { contract, datasetId: dataset, fromBlock, memberId: member, toBlock, txHash: tx, type },
      placePageOf(page),
    ),
  ),
  route('search', ({ q }, { contracts, reads }) => viewSearch(reads, contracts, q)),
];
