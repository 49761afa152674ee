import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { datasetChange } from './dataset-change.js';

/** A dataset is closed to new versions and sales. */
export function datasetRetired(event: EventOf<'DatasetRetired'>): RowChange[] {
  return datasetChange(event, { retired: true });
}
