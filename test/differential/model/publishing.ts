import type { Payee } from '../../../sdk/entry.js';
import type { Declared } from '../acts.js';
import { mayPassOn, owedBy } from './lineage.js';
import { derivation } from './rights.js';
import { type Agreement, currentOf, isActive, must, type Naming, type Origin, type State, WHOLE_BPS } from './state.js';
import { createProblems, type Problems, type Verdict } from './verdict.js';

const MOST = 128;

/** What a version would come from, as far as its sources exist. */
export function originOf(state: State, datasetId: number, { sources }: Pick<Declared, 'sources'>): Origin {
  const namings: Naming[] = [];
  for (const { versionId, grantId } of sources) {
    const grant = state.grants.get(grantId);
    if (!state.versions.has(versionId)) continue;
    if (grant === undefined) namings.push({ versionId });
    else {
      const { royaltyBps, rights } = must(state.terms, grant.termsId);
      namings.push({ versionId, terms: { royaltyBps, onward: (rights & 8) !== 0 } });
    }
  }
  const released = new Map(state.datasets.get(datasetId)?.released ?? []);
  return { id: state.versions.size + 1, datasetId, namings, gifts: new Map(), released };
}

/** Judges a new dataset (id 0) or a new version. */
export function judgeVersion(state: State, by: number, datasetId: number, declared: Declared): Verdict {
  const problems = createProblems();
  const isNew = datasetId === 0;
  const dataset = state.datasets.get(datasetId);
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  if (!isNew && problems.unless(dataset !== undefined, 'DatasetRegistry_DatasetUnknown')) {
    problems.unless(dataset?.owner === by, 'DatasetRegistry_NotTheOwner');
    problems.unless(dataset?.retired === false, 'DatasetRegistry_Retired');
    problems.unless((dataset?.frozenUntil ?? 0) <= state.now, 'DatasetRegistry_Frozen');
  }
  const inherits = declared.payees.length === 0;
  if (inherits) problems.unless(!isNew && declared.sources.length === 0, 'DatasetRegistry_NoPayees');
  judgeSources(state, by, declared, problems);
  const id = isNew ? state.datasets.size + 1 : datasetId;
  const origin = originOf(state, id, declared);
  const gifts = inherits ? new Map() : judgeTable(state, by, origin, declared.payees, problems);
  return { problems: problems.list, apply: () => add(state, by, { ...origin, gifts }, declared.payees) };
}

function judgeSources(state: State, by: number, { sources }: Declared, problems: Problems): void {
  problems.unless(sources.length <= MOST, 'DatasetRegistry_TooMany');
  for (const [i, { versionId, grantId }] of sources.entries()) {
    problems.unless(i === 0 || versionId > (sources[i - 1]?.versionId ?? 0), 'DatasetRegistry_NotAscending');
    const version = state.versions.get(versionId);
    if (version === undefined) {
      problems.list.push('DatasetRegistry_VersionUnknown', 'AccessGrants_MayNotDerive');
      continue;
    }
    const { owner, frozenUntil } = must(state.datasets, version.datasetId);
    problems.unless(frozenUntil <= state.now, 'DatasetRegistry_Frozen');
    if (grantId === 0) {
      problems.unless(owner === by, 'DatasetRegistry_SourceNotOwned');
      continue;
    }
    problems.unless(derivation(state, grantId, by, versionId) !== undefined, 'AccessGrants_MayNotDerive');
    problems.unless(mayPassOn(state, versionId, by), 'DatasetRegistry_RoyaltyNotOnward');
  }
}

/** Compares a table with what the whole graph asks for. Returns the royalties that are gifts. */
function judgeTable(state: State, by: number, origin: Origin, payees: Payee[], problems: Problems): Map<number, Agreement> {
  problems.unless(payees.length <= MOST, 'DatasetRegistry_TooMany');
  const rank = (payee: Payee) => (payee.kind === 'royalty' ? 2 ** 32 : 0) + payee.id;
  let sum = 0;
  for (const [i, payee] of payees.entries()) {
    const before = payees[i - 1];
    problems.unless(before === undefined || rank(before) < rank(payee), 'DatasetRegistry_NotAscending');
    sum += payee.shareBps;
    if (payee.kind === 'royalty') continue;
    problems.unless(payee.shareBps > 0, 'DatasetRegistry_NoShare');
    problems.unless(state.members.has(payee.id), 'DatasetRegistry_OriginatorUnknown');
  }
  problems.unless(
    payees.some(({ kind }) => kind === 'originator'),
    'DatasetRegistry_NoOriginator',
  );
  problems.unless(sum === WHOLE_BPS, 'DatasetRegistry_SharesNotWhole');
  return judgeRoyalties(state, by, origin, payees, problems);
}

function judgeRoyalties(state: State, by: number, origin: Origin, payees: Payee[], problems: Problems): Map<number, Agreement> {
  const owed = owedBy(state, origin);
  const gifts = new Map<number, Agreement>();
  const paid = new Set<number>();
  for (const payee of payees) {
    if (payee.kind !== 'royalty') continue;
    const table = state.versions.get(payee.id);
    if (!problems.unless(table !== undefined && table.tableId === table.id, 'DatasetRegistry_NotATable')) continue;
    const { datasetId } = must(state.versions, payee.id);
    problems.unless(datasetId !== origin.datasetId, 'DatasetRegistry_RoyaltyToItself');
    problems.unless(!paid.has(datasetId), 'DatasetRegistry_RoyaltyTwice');
    paid.add(datasetId);
    const given = { shareBps: payee.shareBps, tableId: payee.id, onward: payee.onward };
    const due = owed.get(datasetId);
    if (due === undefined) {
      problems.unless(must(state.datasets, datasetId).owner === by, 'DatasetRegistry_RoyaltyUnasked');
      gifts.set(datasetId, given);
    } else {
      const same = due.shareBps === given.shareBps && due.tableId === given.tableId && due.onward === given.onward;
      problems.unless(same, 'DatasetRegistry_RoyaltyDiffers');
    }
  }
  problems.unless(
    [...owed.keys()].every((datasetId) => paid.has(datasetId)),
    'DatasetRegistry_RoyaltyMissing',
  );
  return gifts;
}

function add(state: State, by: number, origin: Origin, payees: Payee[]): { type: 'dataset' | 'version'; id: number }[] {
  const { id, datasetId } = origin;
  if (!state.datasets.has(datasetId)) {
    const fresh = { retired: false, frozenUntil: 0, released: new Map(), consents: new Map(), changes: 0 };
    state.datasets.set(datasetId, { id: datasetId, owner: by, versions: [], ...fresh });
  }
  const before = payees.length > 0 ? undefined : currentOf(state, datasetId);
  const own = payees.filter(({ kind }) => kind === 'originator').reduce((sum, { shareBps }) => sum + shareBps, 0);
  state.versions.set(id, {
    ...origin,
    tableId: before?.tableId ?? id,
    publishedAt: state.now,
    withdrawn: false,
    payees,
    ownShareBps: before?.ownShareBps ?? own,
  });
  must(state.datasets, datasetId).versions.push(id);
  return [
    { type: 'dataset', id: datasetId },
    { type: 'version', id },
  ];
}
