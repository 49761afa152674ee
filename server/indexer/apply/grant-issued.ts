import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { endOf } from './end-of.js';

/** A market issues a grant. */
export function grantIssued(event: EventOf<'GrantIssued'>): RowChange[] {
  const { args } = event;
  const [end, units] = [endOf(args.end), Number(args.units)];
  return [
    {
      insert: 'grants',
      row: {
        id: Number(args.grantId),
        member_id: Number(args.memberId),
        terms_id: Number(args.termsId),
        offer_id: Number(args.offerId),
        version_id: Number(args.versionId),
        starts_at: Number(args.start),
        ends_at: end,
        units,
        used: 0,
        frozen_until: 0,
        issued_ends_at: end,
        issued_units: units,
        block: event.block,
      },
    },
  ];
}
