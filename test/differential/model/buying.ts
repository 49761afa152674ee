import type { ActOf, Payment } from '../acts.js';
import { mayPassOn, royaltiesOf } from './lineage.js';
import { collect } from './money.js';
import { RIGHT, startOf } from './rights.js';
import { currentOf, isActive, MAX_ALLOWANCE, must, NO_END, type Offer, type State, WHOLE_BPS } from './state.js';
import { createProblems, type Problems, refused, type Touched, type Verdict } from './verdict.js';

type Ordering = ActOf<'purchase' | 'renew'>;

const MOST_ROYALTIES = 127;
const MOST_UNITS = 2 ** 24 - 1;

/** What an offer costs for these units, in base units. */
export function priceOf({ price, units }: Offer, ordered: number): bigint {
  return units === 0 ? price : (price * BigInt(ordered)) / BigInt(units);
}

/** Judges a purchase, or a renewal when the order names a grant. */
export function judgeOrder(state: State, act: Ordering): Verdict {
  const { by, offerId, versionId, units, payment } = act;
  const problems = createProblems();
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  const offer = state.offers.get(offerId);
  problems.unless(offer !== undefined, 'AccessMarket_OfferUnknown');
  if (offer === undefined) return refused(problems);
  problems.unless(!offer.closed, 'AccessMarket_OfferIsClosed');
  problems.unless(offer.buyer === 0 || offer.buyer === by, 'AccessMarket_OfferForAnother');
  const counted = offer.units > 0;
  problems.unless(counted ? units > 0 && units % offer.units === 0 : units === 0, 'AccessMarket_BadUnits');
  judgeSale(state, offer.termsId, versionId, problems);
  judgeDerivable(state, offer.termsId, by, problems);
  if (act.grantId === 0) {
    problems.unless(offer.seats === 0 || offer.taken < offer.seats, 'AccessMarket_SoldOut');
    problems.unless(offer.period === 0 || state.now + offer.period < NO_END, 'AccessGrants_EndTooFar');
  } else judgeRenewal(state, act, problems);
  const price = priceOf(offer, units);
  judgePayment(state, by, price, act, problems);
  const apply: Verdict['apply'] = () => {
    pay(state, by, price, payment, act);
    const grantId = act.grantId === 0 ? issue(state, act, offer) : extend(state, act, offer);
    const tableId = must(state.versions, startOf(state, offer.termsId)).tableId;
    collect(state, tableId, price);
    const ids: Touched[] = [
      { type: 'grant', id: grantId },
      { type: 'offer', id: offerId },
      { type: 'table', id: tableId },
      { type: 'member', id: by },
    ];
    return ids;
  };
  return { problems: problems.list, apply };
}

/** Whether terms sell at all, and the version that the buyer saw is the one that they sell. */
function judgeSale(state: State, termsId: number, seen: number, problems: Problems): void {
  const terms = must(state.terms, termsId);
  const dataset = must(state.datasets, terms.datasetId);
  problems.unless(dataset.owner === terms.owner, 'AccessGrants_TermsStale');
  problems.unless(isActive(state, terms.owner), 'AccessGrants_SellerNotActive');
  problems.unless(!dataset.retired, 'DatasetRegistry_Retired');
  problems.unless(dataset.frozenUntil <= state.now, 'DatasetRegistry_Frozen');
  const version = state.versions.get(seen);
  problems.unless(version !== undefined, 'DatasetRegistry_VersionUnknown');
  problems.unless(version?.datasetId === dataset.id, 'DatasetRegistry_VersionOfAnother');
  const start = must(state.versions, startOf(state, termsId));
  problems.unless(!start.withdrawn, 'DatasetRegistry_Withdrawn');
  if (terms.versionId !== 0) problems.unless(seen === terms.versionId, 'AccessGrants_NotThePinnedVersion');
  else problems.unless(version?.tableId === start.tableId, 'DatasetRegistry_TableChanged');
}

/** A derive right is not sold to who could not use it. The same is asked of a renewal: law 10 makes no difference. */
function judgeDerivable(state: State, termsId: number, buyer: number, problems: Problems): void {
  const terms = must(state.terms, termsId);
  if ((terms.rights & RIGHT.derive) === 0) return;
  const start = must(state.versions, startOf(state, termsId));
  problems.unless(mayPassOn(state, start.id, buyer), 'DatasetRegistry_RoyaltyNotOnward');
  const royalties = royaltiesOf(state, start.id);
  const carried = [...royalties.values()].reduce((sum, { shareBps }) => sum + shareBps, 0);
  const room = carried + terms.royaltyBps < WHOLE_BPS && royalties.size < MOST_ROYALTIES;
  problems.unless(room, 'DatasetRegistry_RoomLacking');
}

function judgeRenewal(state: State, { by, grantId, offerId, units }: Ordering, problems: Problems): void {
  const grant = state.grants.get(grantId);
  problems.unless(grant !== undefined, 'AccessGrants_NotRenewable');
  if (grant === undefined) return;
  const offer = must(state.offers, offerId);
  const terms = must(state.terms, offer.termsId);
  // What was ended early counts no unit any more, or had no end before: besides being over, it has nothing that could get more.
  const growing = offer.period > 0 || (units > 0 && grant.end === NO_END);
  const asBought = grant.units > 0 === units > 0;
  problems.unless(grant.memberId === by && grant.offerId === offerId && growing && asBought, 'AccessGrants_NotRenewable');
  problems.unless(state.now < grant.end, 'AccessGrants_Ended');
  problems.unless(grant.frozenUntil <= state.now, 'AccessGrants_Frozen');
  problems.unless(grant.units + units <= MOST_UNITS, 'AccessGrants_TooManyUnits');
  problems.unless(grant.end === NO_END || grant.end + offer.period < NO_END, 'AccessGrants_EndTooFar');
  if (terms.versionId !== 0) return;
  problems.unless(2 * (grant.end - state.now) <= offer.period, 'AccessGrants_TooEarly');
  const rose = currentOf(state, terms.datasetId).ownShareBps < must(state.versions, grant.versionId).ownShareBps;
  problems.unless(!rose, 'AccessGrants_RoyaltiesRose');
}

function judgePayment(state: State, by: number, price: bigint, act: Ordering, problems: Problems): void {
  const { payment } = act;
  const payer = must(state.members, by);
  problems.unless(payer.balance >= price, 'ERC20InsufficientBalance');
  if (payment.type === 'authorization') {
    problems.unless(payment.signedPrice === price, 'ERC3009InvalidSignature');
    problems.unless(!state.spentOrders.has(orderKey(act, payment.salt)), 'ERC3009UsedAuthorization');
    return;
  }
  const maximum = payment.type === 'approval' ? payment.maximum : payment.value;
  problems.unless(price <= maximum, 'AccessMarket_PriceAboveMaximum');
  const allowance = payment.type === 'permit' && payment.good ? payment.value : payer.allowance;
  problems.unless(allowance >= price, 'ERC20InsufficientAllowance');
}

function pay(state: State, by: number, price: bigint, payment: Payment, act: Ordering): void {
  const payer = must(state.members, by);
  if (payment.type === 'permit' && payment.good) payer.allowance = payment.value;
  if (payment.type === 'authorization') state.spentOrders.add(orderKey(act, payment.salt));
  else spendAllowance(state, by, price);
  payer.balance -= price;
}

/** Takes from what the market may take; an allowance without limit stays so. */
export function spendAllowance(state: State, memberId: number, amount: bigint): void {
  const payer = must(state.members, memberId);
  if (payer.allowance !== MAX_ALLOWANCE) payer.allowance -= amount;
}

function orderKey({ by, grantId, offerId, versionId, units }: Ordering, salt: number): string {
  return [by, grantId, offerId, versionId, units, salt].join();
}

function issue(state: State, { by, offerId, units }: Ordering, offer: Offer): number {
  const id = state.grants.size + 1;
  if (offer.seats > 0) offer.taken++;
  state.grants.set(id, {
    id,
    memberId: by,
    termsId: offer.termsId,
    offerId,
    versionId: startOf(state, offer.termsId),
    units,
    used: 0,
    start: state.now,
    end: offer.period === 0 ? NO_END : state.now + offer.period,
    frozenUntil: 0,
  });
  return id;
}

function extend(state: State, { grantId, units }: Ordering, offer: Offer): number {
  const grant = must(state.grants, grantId);
  if (grant.end !== NO_END) grant.end += offer.period;
  grant.units += units;
  return grantId;
}
