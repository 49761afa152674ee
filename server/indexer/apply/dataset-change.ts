import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

type Changing = 'DatasetRetired' | 'DatasetFrozen' | 'DatasetFreezeLifted';

/** A dataset changes: how it is now, and the change itself, which stays. */
export function datasetChange(event: EventOf<Changing>, said: { retired?: boolean; frozen_until?: number }): RowChange[] {
  const dataset = Number(event.args.datasetId);
  const place = { block: event.block, log_index: event.logIndex, dataset_id: dataset };
  return [
    { update: 'datasets', key: dataset, set: said },
    { insert: 'dataset_changes', row: { ...place, retired: null, frozen_until: null, ...said } },
  ];
}
