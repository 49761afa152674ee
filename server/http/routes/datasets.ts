import {
  viewClaims,
  viewDataset,
  viewDatasets,
  viewOwners,
  viewRevenue,
  viewVersion,
  viewVersions,
} from '../../domain/dataset-view.js';
import { viewDerivable, viewLineage } from '../../domain/lineage-view.js';
import { placePageOf, route } from '../route.js';

/** Datasets, their versions, payees, owners, revenue and lineage. */
export const datasetRoutes = [
  route('datasets', ({ ids, owner, ...page }, { reads }) => viewDatasets(reads, { ids, ownerId: owner }, page)),
  route('dataset', ({ id }, { reads }) => viewDataset(reads, id)),
  route('owners', ({ id, ...page }, { reads }) => viewOwners(reads, id, placePageOf(page))),
  route('revenue', ({ id, ...page }, { reads }) => viewRevenue(reads, id, page)),
  route('versions', ({ dataset, ...page }, { reads }) => viewVersions(reads, dataset, page)),
  route('version', ({ id }, { reads }) => viewVersion(reads, id)),
  route('lineage', ({ id, ...page }, { reads }) => viewLineage(reads, id, page)),
  route('derivable', ({ id, member }, { reads }) => viewDerivable(reads, id, member)),
  route('claims', ({ id, ...page }, { reads }) => viewClaims(reads, id, placePageOf(page))),
];
