import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { datasetChange } from './dataset-change.js';

/** A freeze ends before its time. */
export function datasetFreezeLifted(event: EventOf<'DatasetFreezeLifted'>): RowChange[] {
  return datasetChange(event, { frozen_until: 0 });
}
