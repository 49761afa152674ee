import type { Act, Move } from '../acts.js';
import { type Grant, must, type State } from '../model/state.js';
import type { Random } from '../random.js';
import type { Cast } from './cast.js';
import {
  consent,
  derive,
  goingOn,
  publish,
  register,
  release,
  retire,
  transfer,
  transferGrant,
  transferShed,
  withdraw,
} from './datasets.js';
import type { Maker, Scene } from './makers.js';
import { distribute, payFees, payOut } from './settling.js';
import { freeze, liftFreeze, reinstate, suspend } from './supervision.js';
import { approve, closeOffer, consume, endEarly, giveUp, openOffer, purchase, renew, renewal, writeTerms } from './trade.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** How often each kind of act is tried. */
const MAKERS: readonly [number, Maker][] = [
  [16, register],
  [12, publish],
  [45, derive],
  [20, writeTerms],
  [26, openOffer],
  [40, purchase],
  [20, renew],
  [6, consume],
  [6, approve],
  [2, closeOffer],
  [1.5, giveUp],
  [5, endEarly],
  [1, withdraw],
  [0.8, retire],
  [8, release],
  [5, consent],
  [5, transfer],
  [4, transferShed],
  [0.5, transferGrant],
  [2, freeze],
  [3, liftFreeze],
  [0.8, suspend],
  [4, reinstate],
  [9, distribute],
  [4, payOut],
  [1, payFees],
];

/** How a history begins: the honest have something that is worth getting for nothing. */
const OPENING: readonly ['honest' | 'colluding', Maker][] = [
  ['honest', register],
  ['honest', register],
  ['colluding', register],
  ['honest', writeTerms],
  ['honest', writeTerms],
  ['honest', openOffer],
  ['honest', openOffer],
  ['colluding', purchase],
  ['colluding', purchase],
  ['colluding', derive],
  ['colluding', writeTerms],
  ['colluding', openOffer],
  ['colluding', purchase],
];

const WEIGHT = MAKERS.reduce((sum, [weight]) => sum + weight, 0);

/** Draws what happens next, after these moves, from what the model believes. The state's time is that of the act already. */
export function nextMove(random: Random, state: State, cast: Cast, moves: readonly Move[]): Move {
  const moment = random.chance(0.15) ? momentOf(random, state) : undefined;
  const after = moment?.after ?? passing(random);
  state.now += after;
  if (moment !== undefined && random.chance(0.6)) return { after, act: timely(random, state, cast, moment.grant) };
  const [opener, opening] = OPENING[moves.length] ?? [];
  for (let tries = 0; ; tries++) {
    const colludes = opener === undefined ? random.chance(0.7) : opener === 'colluding';
    const friends = colludes ? cast.colluding : cast.honest;
    const scene = { random, state, cast, by: random.pick(friends), colludes, friends };
    const consequence = tries === 0 && random.chance(0.6) ? consequenceOf(scene, moves.at(-1)?.act) : undefined;
    const maker = opening === undefined || tries > 5 ? draw(random) : opening;
    const act = consequence ?? maker(scene);
    if (act !== undefined) return { after, act };
  }
}

/** What a release is for: a next version without the royalty, then a new owner who never agreed to it. */
function consequenceOf(scene: Scene, last: Act | undefined): Act | undefined {
  if (last?.type === 'release' && scene.state.datasets.has(last.datasetId)) return goingOn(scene, last.datasetId);
  return last?.type === 'publish' ? transferShed(scene) : undefined;
}

function draw(random: Random): Maker {
  let left = (random.below(1_000_000) / 1_000_000) * WEIGHT;
  for (const [weight, maker] of MAKERS) {
    left -= weight;
    if (left < 0) return maker;
  }
  return purchase;
}

/** The second at which a grant can be renewed, or ends, or one of its neighbours; not too far away. */
function momentOf(random: Random, state: State): { after: number; grant: Grant } | undefined {
  const moments = [...state.grants.values()].flatMap((grant) => {
    const { period } = must(state.offers, grant.offerId);
    return [grant.end, grant.end - Math.floor(period / 2)].map((time) => ({
      after: time + random.between(-1, 1) - state.now,
      grant,
    }));
  });
  return random.maybe(moments.filter(({ after }) => after > 0 && after < 40 * DAY));
}

/** What makes a difference at such a moment: the holder renews, or the owner publishes. */
function timely(random: Random, state: State, cast: Cast, grant: Grant): Act {
  const by = grant.memberId;
  const { datasetId } = must(state.terms, grant.termsId);
  const { owner } = must(state.datasets, datasetId);
  if (random.chance(0.4) && cast.companies.has(owner)) return { type: 'publish', by: owner, datasetId, payees: [], sources: [] };
  return renewal({ random, state, cast, by, colludes: false, friends: [by] }, grant);
}

/** Seconds that pass: mostly few. */
function passing(random: Random): number {
  return random.pick([
    () => random.between(1, 600),
    () => random.between(1, 600),
    () => random.between(1, DAY),
    () => slow(random),
  ])();
}

function slow(random: Random): number {
  return random.chance(0.6) ? random.between(1, DAY) : random.between(DAY, 20 * DAY);
}
