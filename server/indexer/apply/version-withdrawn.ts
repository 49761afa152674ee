import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A version is not to be used any more. */
export function versionWithdrawn(event: EventOf<'VersionWithdrawn'>): RowChange[] {
  const { reason, versionId } = event.args;
  return [{ update: 'versions', key: Number(versionId), set: { withdrawn_reason: reason } }];
}
