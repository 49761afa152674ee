import type { ActOf } from '../acts.js';
import { RIGHT } from './rights.js';
import { isActive, must, type State } from './state.js';
import { createProblems, refused, type Verdict } from './verdict.js';

const LONGEST_FOLLOWING_PERIOD = 92 * 86_400;

/** Judges terms. Nothing is said of retired, frozen or withdrawn ones: terms may be written, they don't sell. */
export function judgeTerms(state: State, act: ActOf<'writeTerms'>): Verdict {
  const { by, datasetId, versionId, rights, royaltyBps, purposes } = act;
  const problems = createProblems();
  const dataset = state.datasets.get(datasetId);
  const version = state.versions.get(versionId);
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  problems.unless(dataset !== undefined, 'DatasetRegistry_DatasetUnknown');
  problems.unless(dataset?.owner === by, 'AccessGrants_NotTheOwner');
  if (versionId !== 0) {
    problems.unless(version !== undefined, 'DatasetRegistry_VersionUnknown');
    problems.unless(version?.datasetId === datasetId, 'DatasetRegistry_VersionOfAnother');
  }
  const beside = (rights & RIGHT.onward) !== 0 || royaltyBps > 0;
  problems.unless(rights > 0 && rights < 16 && ((rights & RIGHT.derive) !== 0 || !beside), 'AccessGrants_BadRights');
  problems.unless(royaltyBps <= 9_999, 'AccessGrants_RoyaltyTooHigh');
  problems.unless(purposes > 0n, 'AccessGrants_NoPurpose');
  const apply: Verdict['apply'] = () => {
    const id = state.terms.size + 1;
    state.terms.set(id, { id, owner: by, datasetId, versionId, rights, royaltyBps, purposes });
    return [{ type: 'terms', id }];
  };
  return { problems: problems.list, apply };
}

/** Judges an offer. The terms' writer may make one also while the dataset is another's: it does not sell. */
export function judgeOffer(state: State, act: ActOf<'openOffer'>): Verdict {
  const { by, termsId, price, period, units, buyer, seats } = act;
  const problems = createProblems();
  const terms = state.terms.get(termsId);
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  problems.unless(terms !== undefined, 'AccessGrants_TermsUnknown');
  problems.unless(terms?.owner === by, 'AccessMarket_NotTheSeller');
  problems.unless(buyer === 0 || state.members.has(buyer), 'MemberRegistry_MemberUnknown');
  if (terms?.versionId === 0) {
    problems.unless(period > 0 && period <= LONGEST_FOLLOWING_PERIOD, 'AccessMarket_BadPeriod');
  }
  const apply: Verdict['apply'] = () => {
    const id = state.offers.size + 1;
    state.offers.set(id, { id, termsId, price, period, units, buyer, seats, taken: 0, closed: false });
    return [{ type: 'offer', id }];
  };
  return { problems: problems.list, apply };
}

/** Judges the closing of an offer: once, by who wrote its terms. */
export function judgeClosing(state: State, { by, offerId }: ActOf<'closeOffer'>): Verdict {
  const problems = createProblems();
  const offer = state.offers.get(offerId);
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  problems.unless(offer !== undefined, 'AccessMarket_OfferUnknown');
  if (offer === undefined) return refused(problems);
  problems.unless(must(state.terms, offer.termsId).owner === by, 'AccessMarket_NotTheSeller');
  problems.unless(!offer.closed, 'AccessMarket_OfferIsClosed');
  const apply: Verdict['apply'] = () => {
    offer.closed = true;
    return [{ type: 'offer', id: offerId }];
  };
  return { problems: problems.list, apply };
}
