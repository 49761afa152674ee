import type { Payee } from '../../../sdk/entry.js';
import { sortPayees } from '../../../sdk/entry.js';
import type { Declared, DeclaredSource } from '../acts.js';
import { mayPassOn, owedBy } from '../model/lineage.js';
import { originOf } from '../model/publishing.js';
import { derivation } from '../model/rights.js';
import { must, type State, WHOLE_BPS } from '../model/state.js';
import type { Random } from '../random.js';

/** Versions that are a member's own. Some may be frozen: one tries, and is refused. */
function ownSources(state: State, by: number): DeclaredSource[] {
  return [...state.versions.values()]
    .filter(({ datasetId }) => must(state.datasets, datasetId).owner === by)
    .map(({ id }) => ({ versionId: id, grantId: 0 }));
}

/** Versions that a member's grants let it name, unless their dataset is frozen. */
export function boughtSources(state: State, by: number): DeclaredSource[] {
  const versions = [...state.versions.values()];
  return [...state.grants.values()]
    .filter(({ memberId }) => memberId === by)
    .flatMap((grant) =>
      versions
        .filter(({ id }) => derivation(state, grant.id, by, id) !== undefined && mayPassOn(state, id, by))
        .map(({ id }) => ({ versionId: id, grantId: grant.id })),
    );
}

/** A version as an honest member declares it: the table that its sources ask for, the own part divided at will. */
export function honestDraft(
  random: Random,
  state: State,
  by: number,
  datasetId: number,
  friends: readonly number[],
  bought: readonly DeclaredSource[],
): Declared {
  const mine = ownSources(state, by);
  const some = (from: readonly DeclaredSource[], counts: readonly number[]) =>
    from.length === 0 ? [] : Array.from({ length: random.pick(counts) }, () => random.pick(from));
  const chosen = [...some(bought, [1, 1, 2]), ...some(mine, [0, 0, 0, 1, 2])].sort((a, b) => a.versionId - b.versionId);
  let sources = chosen.filter(({ versionId }, i) => i === 0 || versionId !== chosen[i - 1]?.versionId);
  let royalties = royaltiesFor(state, datasetId, sources);
  while (sources.length > 0 && sum(royalties) >= WHOLE_BPS) {
    sources = sources.slice(1);
    royalties = royaltiesFor(state, datasetId, sources);
  }
  const own = Math.max(WHOLE_BPS - sum(royalties), 1);
  return { sources, payees: sortPayees([...divide(random, own, by, friends), ...royalties]) };
}

/** The royalties that sources ask for. */
function royaltiesFor(state: State, datasetId: number, sources: DeclaredSource[]): Payee[] {
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
