import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { endOf } from './end-of.js';

/** A grant is renewed; more units come with their own event. */
export function grantExtended(event: EventOf<'GrantExtended'>): RowChange[] {
  const { end, grantId } = event.args;
  return [{ update: 'grants', key: Number(grantId), set: { ends_at: endOf(end) } }];
}
