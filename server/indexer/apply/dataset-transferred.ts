import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { timed } from './timed.js';

/** A dataset changes hands. */
export function datasetTransferred(event: EventOf<'DatasetTransferred'>): RowChange[] {
  const { datasetId, to } = event.args;
  return [
    { update: 'datasets', key: Number(datasetId), set: { owner_id: Number(to) } },
    { insert: 'ownerships', row: { ...timed(event), dataset_id: Number(datasetId), owner_id: Number(to) } },
  ];
}
