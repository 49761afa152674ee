import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { datasetChange } from './dataset-change.js';

/** The auditor halts a dataset. */
export function datasetFrozen(event: EventOf<'DatasetFrozen'>): RowChange[] {
  return datasetChange(event, { frozen_until: Number(event.args.until) });
}
