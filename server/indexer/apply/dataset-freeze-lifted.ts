import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A freeze ends before its time. */
export function datasetFreezeLifted(event: EventOf<'DatasetFreezeLifted'>): RowChange[] {
  return [{ update: 'datasets', key: Number(event.args.datasetId), set: { frozen_until: 0 } }];
}
