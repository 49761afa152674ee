import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { grantChange } from './grant-change.js';

/** A grant is renewed; more units come with their own event. */
export function grantExtended(event: EventOf<'GrantExtended'>): RowChange[] {
  return grantChange(event, { end: event.args.end });
}
