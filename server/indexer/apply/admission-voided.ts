import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** An admission was an error; its register number is free. */
export function admissionVoided(event: EventOf<'AdmissionVoided'>): RowChange[] {
  return [{ update: 'members', key: Number(event.args.memberId), set: { status: 'voided' } }];
}
