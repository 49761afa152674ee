import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** An offer is no longer sold or renewed. */
export function offerClosed(event: EventOf<'OfferClosed'>): RowChange[] {
  return [{ update: 'offers', key: Number(event.args.offerId), set: { closed: true } }];
}
