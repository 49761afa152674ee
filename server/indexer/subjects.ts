import type { LedgerEvent } from '../chain/ledger-event.js';
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

/** Which of an event's arguments name members and datasets; the same for all events of a kind. */
interface Naming {
  members: readonly string[];
  /** Datasets themselves; where there are some, what only leads to one is not followed. */
  datasets: readonly string[];
  ways: readonly (readonly [name: string, table: 'versions' | 'grants' | 'offers' | 'terms'])[];
}

const namings = new Map<string, Naming>();

/**
 * Rows that tell whom and which datasets an event is about, so that the audit trail can be read by either.
 *
 * @param event - A decoded event; its own rows are written before these.
 */
export function subjects(event: LedgerEvent): RowChange[] {
  const at = { block: event.block, log_index: event.logIndex };
  const args = event.args as unknown as Record<string, unknown>;
  const { datasets, members, ways } = namingOf(event, args);
  const rows: RowChange[] = [];
  for (const member_id of each(members, args))
    if (member_id > 0) rows.push({ insert: 'event_members', row: { member_id, ...at } });
  for (const dataset_id of each(datasets, args)) rows.push({ insert: 'event_datasets', row: { dataset_id, ...at } });
  for (const [name, about] of ways) rows.push({ about, id: Number(args[name]), ...at });
  return rows;
}

/** The values of some arguments, each once. */
function each(names: readonly string[], args: Record<string, unknown>): number[] {
  const values: number[] = [];
  for (const name of names) {
    const value = Number(args[name]);
    if (!values.includes(value)) values.push(value);
  }
  return values;
}

function namingOf({ contract, type }: LedgerEvent, args: Record<string, unknown>): Naming {
  const kind = `${contract}.${type}`;
  const known = namings.get(kind);
  if (known !== undefined) return known;
  const has = (name: string) => args[name] !== undefined;
  const members = MEMBERS.filter(has);
  if (type === 'DatasetTransferred') members.push('from', 'to');
  if (type === 'TransferConsented') members.push('to');
  // A claim is about the source as well as the version that hides it; elsewhere a source is a dataset.
  const isClaim = type === 'SourceClaimed';
  const datasets = ['datasetId', ...(isClaim ? [] : ['sourceId'])].filter(has);
  const direct = DATASETS.filter(([name]) => has(name)).slice(0, 1);
  const ways = datasets.length > 0 ? [] : [...direct, ...(isClaim ? [['sourceId', 'versions'] as const] : [])];
  const naming = { members, datasets, ways };
  namings.set(kind, naming);
  return naming;
}
