import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A dataset is closed to new versions and sales. */
export function datasetRetired(event: EventOf<'DatasetRetired'>): RowChange[] {
  return [{ update: 'datasets', key: Number(event.args.datasetId), set: { retired: true } }];
}
