import {
  viewGrant,
  viewGrants,
  viewOffer,
  viewOffers,
  viewPurchases,
  viewRefunds,
  viewTerms,
  viewTermsList,
} from '../../domain/access-view.js';
import { stretchOf } from '../../domain/distribution-view.js';
import { placePageOf, route } from '../route.js';

/** What is offered, who may use what, and what was paid for it. */
export const accessRoutes = [
  route('termsList', ({ dataset, ...page }, { reads }) => viewTermsList(reads, dataset, page)),
  route('terms', ({ id }, { reads }) => viewTerms(reads, id)),
  route('offers', ({ dataset, open, seller, ...page }, { reads }) =>
    viewOffers(reads, { datasetId: dataset, sellerId: seller, open }, page),
  ),
  route('offer', ({ id }, { reads }) => viewOffer(reads, id)),
  route('grants', ({ dataset, member, offer, ...page }, { reads }) =>
    viewGrants(reads, { datasetId: dataset, memberId: member, offerId: offer }, page),
  ),
  route('grant', ({ id }, { reads }) => viewGrant(reads, id)),
  route('purchases', async ({ dataset, distribution, grant, member, offer, table, ...page }, { reads }) => {
    const filter = { datasetId: dataset, tableId: table, memberId: member, grantId: grant, offerId: offer };
    if (distribution === undefined) return viewPurchases(reads, filter, placePageOf(page));
    const stretch = await stretchOf(reads, distribution);
    if (stretch === undefined) return { data: [], next: null };
    return viewPurchases(reads, { ...filter, stretch }, placePageOf(page));
  }),
  route('refunds', ({ grant, member, seller, ...page }, { reads }) =>
    viewRefunds(reads, { grantId: grant, memberId: member, sellerId: seller }, placePageOf(page)),
  ),
];
