import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** An admission gets longer. */
export function admissionRenewed(event: EventOf<'AdmissionRenewed'>): RowChange[] {
  const { credentialHash, memberId, validUntil } = event.args;
  return [
    {
      update: 'members',
      key: Number(memberId),
      set: { valid_until: Number(validUntil), credential_hash: credentialHash },
    },
  ];
}
