import { z } from 'zod';
import { viewDataset, viewDatasets, viewLineage, viewVersion } from '../../domain/dataset-view.js';
import { viewRevenue } from '../../domain/revenue-view.js';
import { idParams, none, pageQuery } from '../parameters.js';
import { route } from '../route.js';

const lineageQuery = z.strictObject({
  direction: z.enum(['sources', 'derivatives']).default('sources'),
  depth: z.coerce.number().int().min(1).max(1000).default(1),
});

/** Datasets, their versions, payees, lineage and revenue. */
export const datasetRoutes = [
  route({
    path: '/datasets',
    summary: 'Datasets by id',
    params: none,
    query: pageQuery,
    handle: ({ query, reads }) => viewDatasets(reads, query),
  }),
  route({
    path: '/datasets/:id',
    summary: 'One dataset with its versions and current payees',
    params: idParams,
    query: none,
    handle: ({ params, reads }) => viewDataset(reads, params.id),
  }),
  route({
    path: '/datasets/:id/revenue',
    summary: "A dataset's revenue per payee table, with its purchases",
    params: idParams,
    query: pageQuery,
    handle: ({ params, query, reads }) => viewRevenue(reads, params.id, query),
  }),
  route({
    path: '/versions/:id',
    summary: 'One version with its payees',
    params: idParams,
    query: none,
    handle: ({ params, reads }) => viewVersion(reads, params.id),
  }),
  route({
    path: '/versions/:id/lineage',
    summary: 'What a version was made from, or what was made from it',
    params: idParams,
    query: lineageQuery,
    handle: ({ params, query, reads }) => viewLineage(reads, params.id, query.direction, query.depth),
  }),
];
