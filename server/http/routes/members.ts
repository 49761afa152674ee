import { viewMember, viewMembers, viewPayouts } from '../../domain/member-view.js';
import { idParams, none, pageQuery } from '../parameters.js';
import { route } from '../route.js';

/** Who is in the consortium, and what each is due and was paid. */
export const memberRoutes = [
  route({
    path: '/members',
    summary: 'Members by id',
    params: none,
    query: pageQuery,
    handle: ({ query, reads }) => viewMembers(reads, query),
  }),
  route({
    path: '/members/:id',
    summary: 'One member with its keys, payout account and credit',
    params: idParams,
    query: none,
    handle: ({ params, reads }) => viewMember(reads, params.id),
  }),
  route({
    path: '/members/:id/payouts',
    summary: "A member's payouts, newest first, each with its lines",
    params: idParams,
    query: pageQuery,
    handle: ({ params, query, reads }) => viewPayouts(reads, params.id, query),
  }),
];
