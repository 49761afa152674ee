import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** The auditor halts a dataset. */
export function datasetFrozen(event: EventOf<'DatasetFrozen'>): RowChange[] {
  const { datasetId, until } = event.args;
  return [{ update: 'datasets', key: Number(datasetId), set: { frozen_until: Number(until) } }];
}
