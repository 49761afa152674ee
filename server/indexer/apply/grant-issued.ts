import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { endOf } from './end-of.js';

/** A market issues a grant. */
export function grantIssued(event: EventOf<'GrantIssued'>): RowChange[] {
  const { args } = event;
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
        ends_at: endOf(args.end),
        units: Number(args.units),
        used: 0,
        frozen_until: 0,
        block: event.block,
      },
    },
  ];
}
