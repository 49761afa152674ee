import type { z } from 'zod';
import { grantOf, grants, offerOf, offers, purchases, refunds, termsList, termsOf } from './access.js';
import { claims, datasetOf, datasets, derivable, lineage, owners, revenue, versionOf, versions } from './datasets.js';
import { events, search } from './events.js';
import { accounts, credits, memberOf, members } from './members.js';
import {
  books,
  days,
  distributionOf,
  distributions,
  memberPayouts,
  payoutOf,
  payoutRun,
  payoutRuns,
  payouts,
  plan,
} from './money.js';
import { overview } from './overview.js';

/** All that a service answers as of a block, by name. */
export const ENDPOINTS = {
  overview,
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
  days,
  distributions,
  distribution: distributionOf,
  payouts,
  plan,
  payout: payoutOf,
  payoutRuns,
  payoutRun,
  events,
  search,
};

/** A name in {@link ENDPOINTS}. */
export type EndpointName = keyof typeof ENDPOINTS;

/** What an endpoint's `data` holds; of a list, one row. */
export type AnswerOf<Name extends EndpointName> = z.output<(typeof ENDPOINTS)[Name]['answer']>;
