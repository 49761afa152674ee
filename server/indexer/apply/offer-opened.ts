import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A price is put on terms. */
export function offerOpened(event: EventOf<'OfferOpened'>): RowChange[] {
  const { args } = event;
  return [
    {
      insert: 'offers',
      row: {
        id: Number(args.offerId),
        terms_id: Number(args.termsId),
        seller_id: Number(args.memberId),
        price: args.price,
        period: Number(args.period),
        units: Number(args.units),
        buyer_id: Number(args.buyer),
        seats: Number(args.seats),
        closed: false,
        block: event.block,
      },
    },
  ];
}
