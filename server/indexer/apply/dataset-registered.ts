import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { timed } from './timed.js';

/** A dataset is minted; its first version comes with its own event. */
export function datasetRegistered(event: EventOf<'DatasetRegistered'>): RowChange[] {
  const { datasetId, memberId } = event.args;
  return [
    {
      insert: 'datasets',
      row: {
        id: Number(datasetId),
        owner_id: Number(memberId),
        current_version_id: 0,
        frozen_until: 0,
        retired: false,
        block: event.block,
      },
    },
    { insert: 'ownerships', row: { ...timed(event), dataset_id: Number(datasetId), owner_id: Number(memberId) } },
  ];
}
