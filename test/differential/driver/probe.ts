import { ACCESS_REASONS } from '../../../sdk/ids.js';
import { refusals, unearned } from '../model/rights.js';
import { must, NO_END, type State } from '../model/state.js';
import type { Random } from '../random.js';
import type { Cast } from './cast.js';
import { ask } from './chain.js';
import { Disagreement } from './disagreement.js';

/** The end of everybody's admission, in Unix seconds: access without end ends with it. */
const ADMITTED_UNTIL = 2n ** 40n - 1n;

/** Asks for the same access in the contracts and in the model, near the moments at which the answer changes. */
export async function probeAccess(random: Random, state: State, cast: Cast): Promise<string> {
  const { grants, market } = cast.world.ledger;
  const grantId = random.between(1, state.grants.size + (random.chance(0.05) ? 1 : 0));
  const grant = state.grants.get(grantId);
  const terms = grant && must(state.terms, grant.termsId);
  const versions = [...state.versions.values()].filter(({ datasetId }) => datasetId === terms?.datasetId).map(({ id }) => id);
  const versionId =
    versions.length > 0 && random.chance(0.9) ? random.pick(versions) : random.between(1, state.versions.size + 1);
  const memberId = grant !== undefined && random.chance(0.85) ? grant.memberId : random.pick([...state.members.keys()]);
  const right = random.below(4);
  const purpose = random.below(4);
  const end = grant === undefined || grant.end === NO_END ? state.now : grant.end;
  const at = random.pick([
    state.now,
    state.now,
    end,
    end - 1,
    grant?.start ?? 0,
    (grant?.start ?? 1) - 1,
    grant?.frozenUntil ?? 0,
  ]);
  const args = [grantId, memberId, versionId, right, purpose, at];
  const [reason, until] = await ask(grants, 'allows', args);
  const found = ACCESS_REASONS[Number(reason)] ?? 'none';
  const reasons = refusals(state, { grantId, memberId, versionId, right: 1 << right, purpose, at });
  const agreed = reasons.length === 0 ? found === 'allowed' : reasons.includes(found);
  if (!agreed) throw new Disagreement(`allows(${args}) says ${found}`, { reasons });
  const expected = reasons.length > 0 || grant === undefined ? 0n : grant.end === NO_END ? ADMITTED_UNTIL : BigInt(grant.end);
  if (until !== expected) throw new Disagreement(`allows(${args}) says until ${until}`, { expected });
  if (grant !== undefined) {
    const [refund] = await ask(market, 'unearnedOf', [grantId]);
    if (refund !== unearned(state, grant))
      throw new Disagreement(`unearnedOf(${grantId}) says ${refund}`, { expected: unearned(state, grant) });
  }
  return found;
}
