import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A version is appended to its dataset. */
export function versionPublished(event: EventOf<'VersionPublished'>): RowChange[] {
  const { args } = event;
  const id = Number(args.versionId);
  const datasetId = Number(args.datasetId);
  return [
    {
      insert: 'versions',
      row: {
        id,
        dataset_id: datasetId,
        table_id: Number(args.tableId),
        publisher_id: Number(args.memberId),
        content_root: args.contentRoot,
        byte_size: args.byteSize,
        format: Number(args.format),
        metadata_hash: args.metadataHash,
        metadata_uri: args.metadataUri,
        published_at: Number(args.publishedAt),
        block: event.block,
      },
    },
    { update: 'datasets', key: { id: datasetId }, set: { current_version_id: id } },
  ];
}
