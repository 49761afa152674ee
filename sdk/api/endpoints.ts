import type { z } from 'zod';
import { grantOf, grants, offerOf, offers, purchases, refunds, termsList, termsOf } from './access.js';
import { claims, datasetOf, datasets, derivable, lineage, owners, revenue, versionOf, versions } from './datasets.js';
import { events, search } from './events.js';
import { accounts, credits, memberOf, members } from './members.js';
import { books, distributions, memberPayouts, payoutRun, payoutRuns, payouts, plan } from './money.js';

/** All that a service answers as of a block, by name. */
export const ENDPOINTS = {
  members,
  member: memberOf,
  memberPayouts,
  credits,
  accounts,
  datasets,
  dataset: datasetOf,
  owners,
  revenue,
  versions,
  version: versionOf,
  lineage,
  derivable,
  claims,
  termsList,
  terms: termsOf,
  offers,
  offer: offerOf,
  grants,
  grant: grantOf,
  purchases,
  refunds,
  books,
  distributions,
  payouts,
  plan,
  payoutRuns,
  payoutRun,
  events,
  search,
};

/** A name in {@link ENDPOINTS}. */
export type EndpointName = keyof typeof ENDPOINTS;

/** What an endpoint's `data` holds; of a list, one row. */
export type AnswerOf<Name extends EndpointName> = z.output<(typeof ENDPOINTS)[Name]['answer']>;
