import { readMetadata } from '../../../sdk/metadata.js';
import { type Metadata, textFor } from '../../../sdk/metadata-form.js';
import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A version is appended to its dataset. */
export function versionPublished(event: EventOf<'VersionPublished'>): RowChange[] {
  const { args } = event;
  const id = Number(args.versionId);
  const datasetId = Number(args.datasetId);
  const metadata = readMetadata(args.metadataUri, args.metadataHash);
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
        withdrawn_reason: null,
        ...described(metadata),
        block: event.block,
      },
    },
    { update: 'datasets', key: datasetId, set: { current_version_id: id } },
  ];
}

/** What is kept of a version's metadata: the title that is shown, every title that a search may meet, and the whole. */
function described(metadata: Metadata | undefined) {
  if (metadata === undefined) return { title: null, titles: null, metadata: null };
  const { title } = metadata;
  const titles = typeof title === 'string' ? [title] : Object.values(title);
  return { title: textFor(title, ['en']), titles: titles.join('\n'), metadata: JSON.stringify(metadata) };
}
