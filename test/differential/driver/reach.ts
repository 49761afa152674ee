import type { Act } from '../acts.js';
import { must, type State } from '../model/state.js';

/** How often each thing happened. */
export type Reach = Map<string, number>;

/** Counts some more. */
export function reach(counts: Reach, what: string, times = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + times);
}

/** Counts what an accepted version shows: the rules that its table could have broken. */
export function reachTable(counts: Reach, state: State, act: Act): void {
  if (act.type !== 'register' && act.type !== 'publish') return;
  const version = must(state.versions, state.versions.size);
  if (act.payees.length === 0) {
    reach(counts, 'table: inherited');
    return;
  }
  const named = new Set(version.namings.map(({ versionId }) => must(state.versions, versionId).datasetId));
  const royalties = act.payees.filter(({ kind }) => kind === 'royalty');
  const carried = royalties.filter(({ id }) => !named.has(must(state.versions, id).datasetId));
  if (version.namings.some(({ terms }) => terms !== undefined)) reach(counts, 'table: by grant');
  if (version.gifts.size > 0) reach(counts, 'table: a gift');
  if (carried.length > version.gifts.size) reach(counts, 'table: a royalty from afar');
  if (royalties.length > 2) reach(counts, 'table: three royalties');
  if (version.released.size > 0) reach(counts, 'table: after a release');
  const isAnew = royalties.some(({ id }) => version.released.has(must(state.versions, id).datasetId));
  if (isAnew) reach(counts, 'table: a royalty anew after its release');
}

/** The histories for which the figures are meant: what `npm test` plays. */
const USUAL = 40;

/** Acts that are accepted twice at least, and refused once, in the usual number of histories. */
const BOTH_WAYS: readonly Act['type'][] = [
  ...(['register', 'publish', 'writeTerms', 'openOffer', 'closeOffer', 'purchase', 'renew', 'consume', 'giveUp'] as const),
  ...(['endEarly', 'withdraw', 'release', 'consent', 'transferFrom', 'transferUnchanged', 'freeze', 'distribute'] as const),
  ...(['payOut', 'reinstate'] as const),
];

/** How often other things happen at least, in the usual number of histories: about a third of what is usual. */
const LEAST: Record<string, number> = {
  'retire: accepted': 2,
  'suspend: accepted': 4,
  'liftFreeze: accepted': 1,
  'payFees: accepted': 8,
  'transferGrant: refused': 2,
  'allows: allowed': 300,
  'allows: expired': 100,
  'allows: frozen': 8,
  'allows: holder-not-active': 10,
  'allows: version-not-covered': 100,
  'allows: units-used-up': 1,
  AccessGrants_Ended: 20,
  AccessGrants_MayNotDerive: 2,
  AccessGrants_TermsStale: 8,
  AccessGrants_TooEarly: 6,
  AccessGrants_TooFewUnits: 4,
  AccessMarket_SoldOut: 8,
  DatasetRegistry_NoConsent: 2,
  DatasetRegistry_RoyaltyDiffers: 10,
  DatasetRegistry_RoyaltyMissing: 5,
  DatasetRegistry_RoyaltyNotOnward: 15,
  DatasetRegistry_RoyaltyUnasked: 5,
  DatasetRegistry_SourceNotOwned: 1,
  MemberRegistry_MemberNotActive: 15,
  RevenueLedger_OutOfOrder: 3,
  'table: by grant': 100,
  'table: a gift': 3,
  'table: a royalty from afar': 25,
  'table: after a release': 2,
  'table: a royalty anew after its release': 1,
  'table: inherited': 20,
  'table: three royalties': 1,
  'honest: histories with royalties': 5,
  'honest: tables that owe them': 80,
  'honest: tables that owe them from afar': 20,
};

/** Fails when something interesting has become rare. Few histories prove nothing, and pass. */
export function requireReach(counts: Reach, histories: number): void {
  const ways = BOTH_WAYS.flatMap((type): [string, number][] => [
    [`${type}: accepted`, 2],
    [`${type}: refused`, 1],
  ]);
  const rare = [...ways, ...Object.entries(LEAST)]
    .map(([what, least]) => ({ what, least: Math.floor((least * histories) / USUAL), found: counts.get(what) ?? 0 }))
    .filter(({ least, found }) => histories >= USUAL && found < least);
  if (rare.length > 0) {
    throw new Error(`rare: ${rare.map(({ what, least }) => `${what} < ${least}`).join(', ')}\n${summary(counts)}`);
  }
}

/** All that happened, one a line. */
export function summary(counts: Reach): string {
  return [...counts]
    .map(([what, found]) => `${what} ${found}`)
    .sort()
    .join('\n');
}
