import type { LedgerEvent, Position } from '../chain/ledger-event.js';
import type { RowChange } from '../store/row-change.js';

/** Parameters that name a member, in every event. */
const MEMBERS = ['memberId', 'notary', 'sellerId', 'buyer'];
/** Parameters that lead to a dataset, and the table by which; most direct first. */
const DATASETS = [
  ['versionId', 'versions'],
  ['tableId', 'versions'],
  ['childId', 'versions'],
  ['grantId', 'grants'],
  ['offerId', 'offers'],
  ['termsId', 'terms'],
] as const;

/**
 * Rows that tell whom and which datasets an event is about, so that the audit trail can be read by either.
 *
 * @param event - A decoded event; its own rows are written before these.
 */
export function subjects(event: LedgerEvent): RowChange[] {
  const at = { block: event.block, log_index: event.logIndex };
  const args = event.args as unknown as Record<string, unknown>;
  return [
    ...membersOf(event, args).map((member_id): RowChange => ({ insert: 'event_members', row: { member_id, ...at } })),
    ...datasetsOf(event, args, at),
  ];
}

function membersOf(event: Position & { type: string }, args: Record<string, unknown>): number[] {
  const named = MEMBERS.map((name) => args[name]);
  if (event.type === 'DatasetTransferred') named.push(args.from, args.to);
  if (event.type === 'TransferConsented') named.push(args.to);
  return [...new Set(named.filter((value) => value !== undefined).map(Number))].filter((id) => id > 0);
}

function datasetsOf(event: LedgerEvent, args: Record<string, unknown>, at: { block: number; log_index: number }): RowChange[] {
  // A claim is about the source as well as the version that hides it; elsewhere a source is a dataset.
  const isClaim = event.type === 'SourceClaimed';
  const own = [args.datasetId, isClaim ? undefined : args.sourceId].filter((value) => value !== undefined).map(Number);
  if (own.length > 0) return [...new Set(own)].map((dataset_id) => ({ insert: 'event_datasets', row: { dataset_id, ...at } }));
  const direct = DATASETS.find(([name]) => args[name] !== undefined);
  const ways = isClaim ? [direct, ['sourceId', 'versions'] as const] : [direct];
  return ways.flatMap((way) => (way === undefined ? [] : [{ about: way[1], id: Number(args[way[0]]), ...at }]));
}
