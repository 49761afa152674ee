import type { Act, OrderPlaced, Payment } from '../acts.js';
import { priceOf } from '../model/buying.js';
import { isRunning, startOf, unearned } from '../model/rights.js';
import { type Grant, must, NO_END, type Offer, WHOLE_BPS } from '../model/state.js';
import { type Maker, oneOf, type Scene } from './makers.js';

const DAY = 86_400;
const MOST = 2n ** 128n - 1n;
const ALL_PURPOSES = 255n;
const PRICES = [0n, 0n, 1n, 7n, 101n, 3_333n, 10_007n, 99_999n, 1_234_567n];
const ROYALTIES = [0, 0, 1, 33, 50, 120, 120, 300, 300, 301, 700, 700, 1_000, 1_000, 2_500, 4_999, 6_000, 9_000];
const RIGHTS = [1, 2, 3, 5, 5, 5, 13, 13, 13, 13, 15];
const BAD_RIGHTS = [0, 8, 9, 16];

export const writeTerms: Maker = (scene) => {
  const { random, state, by, colludes } = scene;
  const some = oneOf(scene, state.datasets, ({ owner }) => owner === by || (colludes && random.chance(0.05)));
  const newest = [...state.datasets.values()].findLast(({ owner }) => owner === by);
  const dataset = newest !== undefined && random.chance(0.4) ? newest : some;
  if (dataset === undefined) return undefined;
  const slips = random.chance(0.06);
  const rights = slips ? random.pick(BAD_RIGHTS) : random.pick(RIGHTS);
  const derives = (rights & 4) !== 0 || slips;
  const lowest = colludes ? random.pick(ROYALTIES) : Math.max(50, random.pick(ROYALTIES));
  const versionId = random.chance(0.4) ? 0 : random.pick(dataset.versions);
  return {
    type: 'writeTerms',
    by,
    datasetId: dataset.id,
    versionId: random.chance(0.03) ? random.between(1, state.versions.size + 1) : versionId,
    rights,
    royaltyBps: derives ? (random.chance(0.02) ? 10_000 : lowest) : 0,
    purposes: random.chance(0.02) ? 0n : random.pick([ALL_PURPOSES, 1n, 6n]),
  };
};

/** Prices terms: those without an offer first. */
export const openOffer: Maker = (scene) => {
  const { random, state, by, colludes } = scene;
  const offered = new Set([...state.offers.values()].map(({ termsId }) => termsId));
  const mine = [...state.terms.values()].filter(({ owner }) => owner === by || (colludes && random.chance(0.03)));
  const fresh = mine.filter(({ id }) => !offered.has(id));
  const terms = random.maybe(fresh.length > 0 && random.chance(0.8) ? fresh : mine);
  if (terms === undefined) return undefined;
  const periods = terms.versionId === 0 ? [DAY, 10 * DAY, 30 * DAY, 92 * DAY] : [0, 0, 10 * DAY, 400 * DAY];
  return {
    type: 'openOffer',
    by,
    termsId: terms.id,
    price: random.pick(PRICES),
    period: random.chance(0.06) ? random.pick([0, 92 * DAY + 1, NO_END]) : random.pick(periods),
    units: random.chance(0.3) ? random.pick([1, 3, 10]) : 0,
    buyer: random.chance(0.15) ? random.pick([...state.members.keys(), 99]) : 0,
    seats: random.chance(0.3) ? random.between(1, 2) : 0,
  };
};

export const closeOffer: Maker = (scene) => {
  const { state, by, colludes, random } = scene;
  const owns = ({ termsId }: Offer) => must(state.terms, termsId).owner === by || (colludes && random.chance(0.2));
  const offer = oneOf(scene, state.offers, owns);
  return offer && { type: 'closeOffer', by, offerId: offer.id };
};

/** Buys; those who collude look for rights to derive. */
export const purchase: Maker = (scene) => {
  const { random, state, by } = scene;
  const careless = random.chance(0.1);
  const fits = ({ closed, buyer, seats, taken }: Offer) =>
    careless || (!closed && (buyer === 0 || buyer === by) && (seats === 0 || taken < seats || random.chance(0.2)));
  const offers = [...state.offers.values()].filter(fits);
  const others = offers.filter(({ termsId }) => must(state.terms, termsId).owner !== by);
  const deriving = others.filter(({ termsId }) => (must(state.terms, termsId).rights & 4) !== 0);
  const derived = others.filter(({ termsId }) => must(state.versions, startOf(state, termsId)).ownShareBps < WHOLE_BPS);
  const offer = random.maybe(random.pick([deriving, deriving, derived, derived, offers]));
  return offer && ordering(scene, 'purchase', offer, { grantId: 0, offerId: offer.id });
};

/** Renews a grant, at a good time or not. */
export const renew: Maker = (scene) => {
  const { random, state, by } = scene;
  const mine = [...state.grants.values()].filter(({ memberId }) => memberId === by);
  const open = mine.filter(
    ({ end, units, offerId }) => end > state.now && (units > 0 || 2 * (end - state.now) <= must(state.offers, offerId).period),
  );
  const grant = random.maybe(open.length > 0 && random.chance(0.7) ? open : mine.filter(() => random.chance(0.3)));
  if (grant === undefined) return undefined;
  const offerId = random.chance(0.05) ? random.between(1, state.offers.size + 1) : grant.offerId;
  const offer = state.offers.get(offerId) ?? must(state.offers, grant.offerId);
  const grantId = random.chance(0.04) ? random.between(1, state.grants.size + 1) : grant.id;
  return ordering(scene, 'renew', offer, { grantId, offerId });
};

/** Renews a grant as it was bought, whatever the time. */
export function renewal(scene: Scene, { id, offerId }: Grant): Act {
  return ordering(scene, 'renew', must(scene.state.offers, offerId), { grantId: id, offerId });
}

function ordering(scene: Scene, type: 'purchase' | 'renew', offer: Offer, placed: Pick<OrderPlaced, 'grantId' | 'offerId'>): Act {
  const { random, state, by } = scene;
  const slips = () => random.chance(0.04);
  const start = must(state.versions, startOf(state, offer.termsId));
  const sameTable = [...state.versions.values()].filter(({ tableId }) => tableId === start.tableId);
  const seen = random.chance(0.85) ? start : random.pick(sameTable);
  const series = must(state.datasets, start.datasetId).versions;
  const other = random.chance(0.7) ? random.pick(series) : random.between(1, state.versions.size + 1);
  const versionId = random.chance(0.08) ? other : seen.id;
  const units = (offer.units > 0 ? offer.units * random.pick([1, 1, 2, 5]) : 0) + (slips() ? 1 : 0);
  return { type, by, ...placed, versionId, units, payment: paying(scene, priceOf(offer, units)) };
}

function paying({ random, state, by, cast }: Scene, price: bigint): Payment {
  const slips = random.chance(0.08);
  switch (random.pick(['approval', 'approval', 'approval', 'approval', 'permit', 'authorization'] as const)) {
    case 'approval':
      return { type: 'approval', maximum: slips && price > 0n ? price - 1n : random.pick([MOST, price]) };
    case 'permit':
      return {
        type: 'permit',
        good: !slips,
        value: random.pick([price, price + 5n, 2n ** 256n - 1n, price > 0n ? price - 1n : 0n]),
      };
    case 'authorization': {
      const salt = slips ? 1 : state.spentOrders.size + 10;
      const signedPrice = random.chance(0.05) ? price + 1n : price;
      return {
        type: 'authorization',
        signedPrice,
        salt,
        sender: random.chance(0.5) ? by : random.pick([...cast.companies.keys()]),
      };
    }
  }
}

/** Lets the market take payments again, after a permit that left little. */
export const approve: Maker = ({ state, by }) => {
  return must(state.members, by).allowance < 10_000_000n ? { type: 'approve', by } : undefined;
};

/** Sends running totals: true ones, old ones, and too great ones. */
export const consume: Maker = (scene) => {
  const { random, state, by, cast } = scene;
  const counted = [...state.grants.values()].filter(({ units }) => units > 0 || random.chance(0.03));
  if (counted.length === 0) return undefined;
  const tickets = Array.from({ length: random.pick([1, 1, 2]) }, () => {
    const grant = random.pick(counted);
    const units = random.chance(0.15) ? random.between(0, grant.used) : grant.used + random.between(1, 4);
    const least = random.chance(0.7) ? Math.min(units, grant.units) : units;
    return {
      grantId: grant.id,
      units: least,
      signer: random.chance(0.05) ? random.pick([...cast.companies.keys()]) : grant.memberId,
      deadlineIn: random.chance(0.04) ? -1 : random.pick([0, 100]),
      signedUnits: random.chance(0.04) ? least + 1 : least,
    };
  });
  return { type: 'consume', by, tickets };
};

export const giveUp: Maker = (scene) => {
  const { random, state, by } = scene;
  const grant = oneOf(scene, state.grants, ({ memberId }) => memberId === by || random.chance(0.1));
  return grant && { type: 'giveUp', by, grantId: grant.id };
};

export const endEarly: Maker = (scene) => {
  const { random, state, by } = scene;
  const grant = oneOf(
    scene,
    state.grants,
    (one) =>
      random.chance(0.05) ||
      (must(state.datasets, must(state.terms, one.termsId).datasetId).owner === by &&
        (isRunning(state, one) || random.chance(0.1))),
  );
  if (grant === undefined) return undefined;
  const refund = unearned(state, grant);
  return {
    type: 'endEarly',
    by,
    grantId: grant.id,
    maximum: random.chance(0.1) && refund > 0n ? refund - 1n : random.pick([refund, MOST]),
  };
};
