import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** An owner writes terms. */
export function termsWritten(event: EventOf<'TermsWritten'>): RowChange[] {
  const { args } = event;
  return [
    {
      insert: 'terms',
      row: {
        id: Number(args.termsId),
        dataset_id: Number(args.datasetId),
        owner_id: Number(args.memberId),
        version_id: Number(args.versionId),
        rights: Number(args.rights),
        royalty_bps: Number(args.royaltyBps),
        purposes: args.purposes,
        terms_hash: args.termsHash,
        block: event.block,
      },
    },
  ];
}
