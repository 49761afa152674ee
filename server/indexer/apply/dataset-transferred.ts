import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A dataset changes hands. */
export function datasetTransferred(event: EventOf<'DatasetTransferred'>): RowChange[] {
  const { datasetId, to } = event.args;
  return [{ update: 'datasets', key: { id: Number(datasetId) }, set: { owner_id: Number(to) } }];
}
