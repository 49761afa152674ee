import type { Agreement, Origin, State } from './state.js';
import { must, tableOf } from './state.js';

/**
 * All royalties agreed with a dataset on any path from a version: through declared sources and earlier versions, but not through
 * versions of that same dataset (its owner prices anew), nor to earlier versions whose royalty its owner has released.
 *
 * An inherited table is no new table: its version stands for the one that introduced it.
 */
function agreedWith(state: State, start: Origin, datasetId: number): Agreement[] {
  const found: Agreement[] = [];
  const seen = new Set<number>();
  const visit = (node: Origin): void => {
    if (node.datasetId === datasetId || seen.has(node.id)) return;
    seen.add(node.id);
    const gift = node.gifts.get(datasetId);
    if (gift !== undefined) found.push(gift);
    for (const { versionId, terms } of node.namings) {
      const source = must(state.versions, versionId);
      if (terms !== undefined && source.datasetId === datasetId) {
        found.push({ shareBps: terms.royaltyBps, onward: terms.onward, tableId: source.tableId });
      }
      visit(tableOf(state, source));
    }
    const releasedUpTo = node.released.get(datasetId) ?? 0;
    for (const id of state.datasets.get(node.datasetId)?.versions ?? []) {
      const earlier = must(state.versions, id);
      if (id < node.id && earlier.tableId === id && id > releasedUpTo) visit(earlier);
    }
  };
  visit(start);
  return found;
}

/**
 * The royalties that a version's table must hold: per dataset the highest agreed on any path, to the newest table among those with
 * that share, onward only if all of them are.
 */
export function owedBy(state: State, origin: Origin): Map<number, Agreement> {
  const owed = new Map<number, Agreement>();
  for (const datasetId of state.datasets.keys()) {
    const agreed = agreedWith(state, origin, datasetId);
    if (agreed.length === 0) continue;
    const shareBps = Math.max(...agreed.map((one) => one.shareBps));
    const tableId = Math.max(...agreed.filter((one) => one.shareBps === shareBps).map((one) => one.tableId));
    owed.set(datasetId, { shareBps, tableId, onward: agreed.every((one) => one.onward) });
  }
  return owed;
}

/** The royalties of a published version. */
export function royaltiesOf(state: State, versionId: number): Map<number, Agreement> {
  return owedBy(state, tableOf(state, must(state.versions, versionId)));
}

/** Whether a version may be passed on by a member: each royalty is onward, or to a dataset of that member. */
export function mayPassOn(state: State, versionId: number, memberId: number): boolean {
  return [...royaltiesOf(state, versionId)].every(
    ([datasetId, royalty]) => royalty.onward || must(state.datasets, datasetId).owner === memberId,
  );
}

/** Datasets to which any version of a dataset owes a royalty without onward. */
export function bindersOf(state: State, datasetId: number): number[] {
  const binders = new Set<number>();
  for (const versionId of must(state.datasets, datasetId).versions) {
    for (const [source, royalty] of royaltiesOf(state, versionId)) if (!royalty.onward) binders.add(source);
  }
  return [...binders];
}
