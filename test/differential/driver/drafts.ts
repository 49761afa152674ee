import type { Payee } from '../../../sdk/entry.js';
import { sortPayees } from '../../../sdk/entry.js';
import type { Declared, DeclaredSource } from '../acts.js';
import { mayPassOn, owedBy } from '../model/lineage.js';
import { originOf } from '../model/publishing.js';
import { derivation } from '../model/rights.js';
import { type State, WHOLE_BPS } from '../model/state.js';
import type { Random } from '../random.js';

/** Versions that a member may name now, by a grant or as its own. */
export function nameable(state: State, by: number): DeclaredSource[] {
  const fine = ({ datasetId }: { datasetId: number }) => (state.datasets.get(datasetId)?.frozenUntil ?? 0) <= state.now;
  const versions = [...state.versions.values()].filter(fine);
  const own = versions.filter(({ datasetId }) => state.datasets.get(datasetId)?.owner === by);
  const bought = [...state.grants.values()].flatMap((grant) =>
    versions
      .filter(({ id }) => derivation(state, grant.id, by, id) !== undefined && mayPassOn(state, id, by))
      .map(({ id }) => ({ versionId: id, grantId: grant.id })),
  );
  return [...own.map(({ id }) => ({ versionId: id, grantId: 0 })), ...bought, ...bought];
}

/** A version as an honest member declares it: the table that its sources ask for, the own part divided at will. */
export function honestDraft(random: Random, state: State, by: number, datasetId: number, friends: readonly number[]): Declared {
  const from = nameable(state, by);
  const count = random.pick(datasetId === 0 ? [0, 1, 1, 2, 3] : [0, 0, 1, 2]);
  const chosen = Array.from({ length: count }, () => random.maybe(from)).filter((source) => source !== undefined);
  let sources = chosen
    .sort((a, b) => a.versionId - b.versionId)
    .filter(({ versionId }, i) => i === 0 || versionId !== chosen[i - 1]?.versionId);
  let royalties = royaltiesFor(state, datasetId, sources);
  while (sources.length > 0 && sum(royalties) >= WHOLE_BPS) {
    sources = sources.slice(1);
    royalties = royaltiesFor(state, datasetId, sources);
  }
  const own = Math.max(WHOLE_BPS - sum(royalties), 1);
  return { sources, payees: sortPayees([...divide(random, own, by, friends), ...royalties]) };
}

/** The royalties that sources ask for. */
export function royaltiesFor(state: State, datasetId: number, sources: DeclaredSource[]): Payee[] {
  const id = datasetId === 0 ? state.datasets.size + 1 : datasetId;
  return [...owedBy(state, originOf(state, id, { sources })).values()].map(({ tableId, ...rest }) => ({
    kind: 'royalty',
    id: tableId,
    ...rest,
  }));
}

/** Divides the own part between a member and some of its friends. */
function divide(random: Random, own: number, by: number, friends: readonly number[]): Payee[] {
  const members = [...new Set([by, ...Array.from({ length: random.below(3) }, () => random.pick(friends))])].slice(0, own);
  let left = own;
  return members.map((id, i) => {
    const last = i === members.length - 1;
    const shareBps = last ? left : random.between(1, left - (members.length - 1 - i));
    left -= shareBps;
    return { kind: 'originator', id, shareBps };
  });
}

function sum(payees: readonly Payee[]): number {
  return payees.reduce((total, { shareBps }) => total + shareBps, 0);
}
