import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A grant is renewed. */
export function grantExtended(event: EventOf<'GrantExtended'>): RowChange[] {
  const { end, grantId, offerId } = event.args;
  return [
    {
      update: 'grants',
      key: { id: Number(grantId) },
      set: { ends_at: Number(end), offer_id: Number(offerId) },
    },
  ];
}
