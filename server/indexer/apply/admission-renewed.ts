import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { memberChange } from './member-change.js';

/** An admission gets longer. */
export function admissionRenewed(event: EventOf<'AdmissionRenewed'>): RowChange[] {
  const { credentialHash, validUntil } = event.args;
  return memberChange(event, { valid_until: Number(validUntil), credential_hash: credentialHash });
}
