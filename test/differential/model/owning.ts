import type { ActOf } from '../acts.js';
import { bindersOf, royaltiesOf } from './lineage.js';
import { consentedTo, currentOf, type Dataset, isActive, must, type State } from './state.js';
import { createProblems, type Problems, refused, type Verdict } from './verdict.js';

/** The dataset, if it is there and the member's. */
function ownDataset(state: State, by: number, datasetId: number, problems: Problems): Dataset | undefined {
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  const dataset = state.datasets.get(datasetId);
  problems.unless(dataset !== undefined, 'DatasetRegistry_DatasetUnknown');
  if (dataset !== undefined) problems.unless(dataset.owner === by, 'DatasetRegistry_NotTheOwner');
  return dataset;
}

/** Judges a withdrawal: once. */
export function judgeWithdrawal(state: State, { by, versionId }: ActOf<'withdraw'>): Verdict {
  const problems = createProblems();
  const version = state.versions.get(versionId);
  problems.unless(version !== undefined, 'DatasetRegistry_VersionUnknown');
  if (version === undefined) return refused(problems);
  ownDataset(state, by, version.datasetId, problems);
  problems.unless(!version.withdrawn, 'DatasetRegistry_Withdrawn');
  const apply: Verdict['apply'] = () => {
    version.withdrawn = true;
    must(state.datasets, version.datasetId).changes += 1;
    return [
      { type: 'version', id: versionId },
      { type: 'dataset', id: version.datasetId },
    ];
  };
  return { problems: problems.list, apply };
}

/** Judges a retirement: once. */
export function judgeRetirement(state: State, { by, datasetId }: ActOf<'retire'>): Verdict {
  const problems = createProblems();
  const dataset = ownDataset(state, by, datasetId, problems);
  if (dataset === undefined) return refused(problems);
  problems.unless(!dataset.retired, 'DatasetRegistry_Retired');
  const apply: Verdict['apply'] = () => {
    dataset.retired = true;
    return [{ type: 'dataset', id: datasetId }];
  };
  return { problems: problems.list, apply };
}

/** Judges a release: of a royalty that the current table holds and that was not released already. */
export function judgeRelease(state: State, { by, sourceId, datasetId, seen }: ActOf<'release'>): Verdict {
  const problems = createProblems();
  const source = ownDataset(state, by, sourceId, problems);
  const dataset = state.datasets.get(datasetId);
  problems.unless(dataset !== undefined, 'DatasetRegistry_DatasetUnknown');
  if (dataset === undefined || source === undefined) return refused(problems);
  problems.unless(source.frozenUntil <= state.now, 'DatasetRegistry_Frozen');
  const current = currentOf(state, datasetId);
  problems.unless(seen === current.id, 'DatasetRegistry_VersionChanged');
  const held = royaltiesOf(state, current.id).has(sourceId);
  const released = (dataset.released.get(sourceId) ?? 0) >= current.tableId;
  problems.unless(held && !released, 'DatasetRegistry_NothingToRelease');
  const apply: Verdict['apply'] = () => {
    dataset.released.set(sourceId, current.id);
    source.changes += 1;
    return [
      { type: 'pair', datasetId, sourceId },
      { type: 'dataset', id: sourceId },
    ];
  };
  return { problems: problems.list, apply };
}

/** Judges a consent, which the source's owner may give before it is needed, and take back. */
export function judgeConsent(state: State, { by, sourceId, datasetId, to }: ActOf<'consent'>): Verdict {
  const problems = createProblems();
  const source = ownDataset(state, by, sourceId, problems);
  const dataset = state.datasets.get(datasetId);
  problems.unless(dataset !== undefined, 'DatasetRegistry_DatasetUnknown');
  if (dataset === undefined || source === undefined) return refused(problems);
  problems.unless(source.frozenUntil <= state.now, 'DatasetRegistry_Frozen');
  const apply: Verdict['apply'] = () => {
    dataset.consents.set(sourceId, { by, from: dataset.owner, to });
    source.changes += 1;
    return [
      { type: 'pair', datasetId, sourceId },
      { type: 'dataset', id: sourceId },
    ];
  };
  return { problems: problems.list, apply };
}

/**
 * Judges a transfer of a dataset: to an active member, which every owner of a source without onward has named. Who gives the dataset needs
 * no consent of its own; who gets it has to name itself, for it does not act.
 */
export function judgeTransfer(state: State, act: ActOf<'transferFrom' | 'transferUnchanged'>): Verdict {
  const { by, datasetId, to } = act;
  const problems = createProblems();
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  const dataset = state.datasets.get(datasetId);
  if (!problems.unless(dataset !== undefined, 'DatasetRegistry_DatasetUnknown')) problems.list.push('ERC721NonexistentToken');
  if (dataset === undefined) return refused(problems);
  if (act.type === 'transferFrom') {
    problems.unless(dataset.owner === by, 'DatasetRegistry_NotTheOwner');
    problems.unless(dataset.owner === act.from, 'ERC721IncorrectOwner');
  } else {
    problems.unless(dataset.owner === by, 'DatasetRegistry_NotTheOwner');
    problems.unless(act.fresh, 'DatasetRegistry_StateChanged');
  }
  problems.unless(dataset.frozenUntil <= state.now, 'DatasetRegistry_Frozen');
  problems.unless(state.members.has(to) && isActive(state, to), 'DatasetRegistry_ReceiverNotActive');
  for (const sourceId of bindersOf(state, datasetId)) {
    const gives = must(state.datasets, sourceId).owner === dataset.owner;
    problems.unless(gives || consentedTo(state, dataset, sourceId) === to, 'DatasetRegistry_NoConsent');
  }
  const apply: Verdict['apply'] = () => {
    dataset.owner = to;
    return [{ type: 'dataset', id: datasetId }];
  };
  return { problems: problems.list, apply };
}
