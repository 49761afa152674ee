import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { timed } from './timed.js';

/** The owner of a source says that a version hides it. */
export function sourceClaimed(event: EventOf<'SourceClaimed'>): RowChange[] {
  const { childId, evidenceHash, memberId, sourceId } = event.args;
  return [
    {
      insert: 'claims',
      row: {
        ...timed(event),
        child_id: Number(childId),
        source_id: Number(sourceId),
        member_id: Number(memberId),
        evidence_hash: evidenceHash,
      },
    },
  ];
}
