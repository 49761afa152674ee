import { ACCESS_REASONS } from '../../../sdk/ids.js';
import { type Question, refusals, unearned } from '../model/rights.js';
import { must, NO_END, type State } from '../model/state.js';
import type { Random } from '../random.js';
import type { Check } from './agree.js';
import type { Cast } from './cast.js';
import { Disagreement } from './disagreement.js';
import { type Reach, reach } from './reach.js';

/** The end of everybody's admission, in Unix seconds: access without end ends with it. */
const ADMITTED_UNTIL = 2n ** 40n - 1n;

/** Asks contracts and model for the same access, near the moments at which the answer changes, and what ending the grant would cost. */
export function probe(random: Random, state: State, cast: Cast, counts: Reach): Check[] {
  if (state.grants.size === 0) return [];
  const question = draw(random, state);
  const { grantId } = question;
  const access = accessCheck(state, cast, counts, question);
  const grant = state.grants.get(grantId);
  if (grant === undefined) return [access];
  const refund: Check = {
    queries: [{ contract: cast.world.ledger.market, view: 'unearnedOf', args: [grantId] }],
    verify: ([amount]) => {
      const expected = unearned(state, grant);
      if (amount !== expected) throw new Disagreement(`unearnedOf(${grantId}) says ${amount}`, { expected });
    },
  };
  return [access, refund];
}

/** Asks for every version that a grant could cover, in the last second of the grant. */
export function sweep(state: State, cast: Cast, counts: Reach): Check[] {
  return [...state.grants.values()].flatMap(({ id, memberId, termsId, end }) => {
    const { datasetId, rights, purposes } = must(state.terms, termsId);
    const right = rights & -rights;
    const purpose = Math.log2(Number(purposes & -purposes));
    const at = end === NO_END ? state.now : end - 1;
    return must(state.datasets, datasetId).versions.map((versionId) =>
      accessCheck(state, cast, counts, { grantId: id, memberId, versionId, right, purpose, at }),
    );
  });
}

function accessCheck(state: State, { world }: Cast, counts: Reach, question: Question & { purpose: number }): Check {
  const { grantId, memberId, versionId, right, purpose, at } = question;
  const args = [grantId, memberId, versionId, Math.log2(right), purpose, at];
  return {
    queries: [{ contract: world.ledger.grants, view: 'allows', args }],
    verify: ([reason, until]) => {
      const found = ACCESS_REASONS[Number(reason)] ?? 'none';
      const reasons = refusals(state, question);
      const agreed = reasons.length === 0 ? found === 'allowed' : reasons.includes(found);
      if (!agreed) throw new Disagreement(`allows(${args}) says ${found}`, { reasons });
      const expected = reasons.length === 0 ? endOf(state, grantId) : 0n;
      if (until !== expected) throw new Disagreement(`allows(${args}) says until ${until}`, { expected });
      reach(counts, `allows: ${found}`);
    },
  };
}

function draw(random: Random, state: State): Question & { purpose: number } {
  const running = [...state.grants.values()].filter(({ end }) => end > state.now);
  const favoured = random.chance(0.6) ? random.maybe(running)?.id : undefined;
  const grantId = favoured ?? random.between(1, state.grants.size + (random.chance(0.05) ? 1 : 0));
  const grant = state.grants.get(grantId);
  const terms = grant && must(state.terms, grant.termsId);
  const related = [...state.versions.values()].filter(({ datasetId }) => datasetId === terms?.datasetId).map(({ id }) => id);
  const versionId = related.length > 0 && random.chance(0.9) ? random.pick(related) : random.between(1, state.versions.size + 1);
  const end = grant === undefined || grant.end === NO_END ? state.now : grant.end;
  const start = grant?.start ?? state.now;
  const moments = [state.now, state.now, state.now, end, end - 1, start, start - 1, Math.max(grant?.frozenUntil ?? 0, start)];
  return {
    grantId,
    memberId: grant !== undefined && random.chance(0.9) ? grant.memberId : random.pick([...state.members.keys()]),
    versionId: grant !== undefined && random.chance(0.4) ? grant.versionId : versionId,
    right: 1 << random.pick([0, 0, 1, 2, 3]),
    purpose: random.below(4),
    at: random.pick(moments),
  };
}

function endOf(state: State, grantId: number): bigint {
  const { end } = must(state.grants, grantId);
  return end === NO_END ? ADMITTED_UNTIL : BigInt(end);
}
