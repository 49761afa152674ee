import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { memberChange } from './member-change.js';

/** An admission was an error; its register number is free. */
export function admissionVoided(event: EventOf<'AdmissionVoided'>): RowChange[] {
  return memberChange(event, { status: 'voided' });
}
