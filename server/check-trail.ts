import type { Kysely } from 'kysely';
import type { Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { createDecoder } from './chain/decode.js';
import type { ChainNode, Header } from './chain/node.js';
import { type Range, readRange } from './chain/read-range.js';
import type { Difference } from './domain/reconciliation.js';
import { rowChanges } from './indexer/row-changes.js';
import { askOf } from './store/ask-of.js';
import { listBlocks } from './store/blocks.js';
import { BLOCK_TABLES, type BlockTable, type IndexedRow, listBlockRows } from './store/index-facts.js';
import { ownDatasetsOf } from './store/own-datasets.js';
import { listPayeesOf } from './store/payees-of.js';
import type { About, Distribution, RowChange } from './store/row-change.js';
import type { Database } from './store/schema.js';

const MOST_BLOCKS = 2_000;
/** After so many, more of them say nothing new. */
const MOST_DIFFERENCES = 1_000;
/** So much of a row tells which it is. */
const LONGEST_ROW = 300;

/** What is compared. */
export interface TrailSources {
  db: Kysely<Database>;
  node: ChainNode;
  deployment: Deployment;
  onProgress(what: string, done: number, count: number): void;
}

/**
 * Reads the chain's logs anew and holds every row that came from one against it, value by value: the audit trail, sales, distributions with
 * their lines, payouts, refunds, claims, payee tables, sources, names. What later events change is for the contracts to say.
 *
 * @param sources - Both sides.
 * @param head - The block with which the index ends.
 */
export async function checkTrail(sources: TrailSources, head: { block: number; blockHash: string }) {
  const { db, deployment, node, onProgress } = sources;
  const decode = createDecoder(deployment);
  const differences: Difference[] = [];
  let events = 0;
  let range = MOST_BLOCKS;
  let parent: string | undefined;
  for (let from = deployment.startBlock; from <= head.block && differences.length < MOST_DIFFERENCES; ) {
    const to = Math.min(head.block, from + range - 1);
    let stretch: Range;
    try {
      stretch = await readRange(node, decode, from, to, parent);
    } catch (error) {
      // A range that the node refuses is tried in halves, as the index does.
      if (range === 1 || error instanceof LedgerError) throw error;
      range = Math.ceil(range / 2);
      continue;
    }
    const last = stretch.headers.at(-1) as Header;
    parent = last.hash;
    events += stretch.events.length;
    differences.push(...compareBlocks(await listBlocks(db, from, to), stretch));
    const wanted = await expectedRows(db, stretch.events.flatMap(rowChanges));
    for (const table of BLOCK_TABLES) {
      const mine = (await listBlockRows(db, table, from, to)).map((row) => rowText(table, row));
      differences.push(...compare(table, `blocks ${from} to ${to}`, mine, wanted.get(table) ?? []));
    }
    if (to === head.block && last.hash !== head.blockHash)
      differences.push({ what: `hash of block ${to}`, index: head.blockHash, contracts: last.hash });
    onProgress('event', to, head.block);
    from = to + 1;
    range = Math.min(MOST_BLOCKS, range * 2);
  }
  return { events, differences };
}

/** Blocks that are kept must be those of the chain, and every one with events must be kept. */
function compareBlocks(
  kept: readonly { number: number; hash: string; time: number }[],
  { events, headers }: Range,
): Difference[] {
  const say = ({ hash, time }: { hash: string; time: number }) => `${hash} at ${time}`;
  const mine = new Map(kept.map((block) => [block.number, say(block)]));
  const full = new Set(events.map((event) => event.block));
  return headers.flatMap((header) => {
    const index = mine.get(header.number) ?? 'none';
    if (index === say(header) || (index === 'none' && !full.has(header.number))) return [];
    return [{ what: `block ${header.number}`, index, contracts: say(header) }];
  });
}

/** The rows that changes insert, as text, by table; a distribution's lines and an event's dataset are worked out from rows that are checked. */
async function expectedRows(db: Kysely<Database>, changes: readonly RowChange[]): Promise<Map<BlockTable, string[]>> {
  const rows = new Map<BlockTable, string[]>(BLOCK_TABLES.map((table) => [table, []]));
  const add = (table: string, row: IndexedRow) => rows.get(table as BlockTable)?.push(rowText(table as BlockTable, row));
  const credits: Distribution[] = [];
  const abouts: About[] = [];
  for (const change of changes) {
    if ('insert' in change) add(change.insert, change.row as unknown as IndexedRow);
    else if ('credit' in change) credits.push(change.credit);
    else if ('about' in change) abouts.push(change);
  }
  const payees = Map.groupBy(
    await listPayeesOf(
      askOf(db),
      credits.map((one) => one.table_id),
    ),
    (payee) => payee.table_id,
  );
  for (const { amounts, ...place } of credits) {
    for (const { kind, payee_id, position } of payees.get(place.table_id) ?? [])
      add('distribution_lines', { ...place, position, kind, payee_id, amount: amounts[position] ?? 'none' });
  }
  const datasets = await ownDatasetsOf(askOf(db), abouts);
  for (const { about, block, id, log_index } of abouts) {
    const dataset_id = datasets.get(`${about} ${id}`);
    if (dataset_id !== undefined) add('event_datasets', { dataset_id, block, log_index });
  }
  rows.set('event_datasets', [...new Set(rows.get('event_datasets'))]);
  return rows;
}

/** What later events change, and the contracts tell of the end: see `index-facts`. */
const CHANGES_LATER: Partial<Record<BlockTable, readonly string[]>> = {
  members: ['status', 'valid_until', 'credential_hash', 'payout_account', 'payout_minimum', 'frozen_until'],
  member_keys: ['roles', 'revoked'],
  datasets: ['owner_id', 'current_version_id', 'frozen_until', 'retired'],
  versions: ['withdrawn_reason'],
  offers: ['closed'],
  grants: ['ends_at', 'units', 'used', 'frozen_until'],
};

/** A row in one form, whichever side it is from. */
function rowText(table: BlockTable, row: IndexedRow): string {
  const skipped = CHANGES_LATER[table] ?? [];
  const values = Object.keys(row)
    .filter((column) => !skipped.includes(column) && row[column] !== null && row[column] !== undefined)
    .sort()
    .map((column) => `${column} ${valueText(column, row[column])}`);
  return values.join(', ');
}

function valueText(column: string, value: unknown): string {
  const isDocument = column === 'args' || column === 'metadata';
  if (!isDocument) return String(value);
  return sorted(typeof value === 'string' ? JSON.parse(value) : value);
}

/** JSON with its keys in order, for a store keeps them in its own. */
function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${sorted(member)}`).join()}}`;
}

/** Rows that only one side has, as often as it has them more than the other. */
function compare(table: string, where: string, mine: readonly string[], theirs: readonly string[]): Difference[] {
  const counts = new Map<string, number>();
  for (const row of mine) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of theirs) counts.set(row, (counts.get(row) ?? 0) - 1);
  const what = `row of ${table} in ${where}`;
  const cut = (row: string) => (row.length > LONGEST_ROW ? `${row.slice(0, LONGEST_ROW)}…` : row);
  return [...counts].flatMap(([row, count]) => {
    if (count === 0) return [];
    return count > 0 ? [{ what, index: cut(row), contracts: 'none' }] : [{ what, index: 'none', contracts: cut(row) }];
  });
}
