import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A version is not to be used any more. */
export function versionWithdrawn(event: EventOf<'VersionWithdrawn'>): RowChange[] {
  const { reason, versionId } = event.args;
  const version = Number(versionId);
  return [
    { update: 'versions', key: version, set: { withdrawn_reason: reason } },
    { insert: 'withdrawals', row: { block: event.block, log_index: event.logIndex, version_id: version, reason } },
  ];
}
