import { z } from 'zod';
import { viewGrants, viewOffers } from '../../domain/access-view.js';
import { none, pageQuery } from '../parameters.js';
import { route } from '../route.js';

const id = z.coerce.number().int().min(1).max(0xffffffff).optional();
const offersQuery = pageQuery.extend({ dataset: id, open: z.stringbool().optional() });
const grantsQuery = pageQuery.extend({ dataset: id, member: id });

/** What is offered, and who may use what. */
export const accessRoutes = [
  route({
    path: '/offers',
    summary: 'Offers with their terms, by id',
    params: none,
    query: offersQuery,
    handle: ({ query: { dataset, open, ...page }, reads }) =>
      viewOffers(reads, { ...(dataset && { datasetId: dataset }), ...(open && { open }) }, page),
  }),
  route({
    path: '/grants',
    summary: 'Grants by id',
    params: none,
    query: grantsQuery,
    handle: ({ query: { dataset, member, ...page }, reads }) =>
      viewGrants(reads, { ...(dataset && { datasetId: dataset }), ...(member && { memberId: member }) }, page),
  }),
];
