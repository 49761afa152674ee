import { addCounts } from './add-counts.js';
import type { Row } from './change-set.js';
import { copyText } from './copy-text.js';
import type { Ask, Step } from './engine.js';
import { creditPayees, type Memory, relateDatasets } from './follow-up.js';
import { moveHead } from './move-head.js';
import { KEYS, type KeyedTable } from './row-change.js';
import { FORGET, keepUndo, REWIND_DEPTH } from './undo.js';
import type { Stretch } from './write-stretch.js';

/**
 * Makes of a stretch what is sent to the store, in one piece. This may be done while the stretch before it is being written.
 *
 * @param ask - The store.
 * @param stretch - Consecutive blocks.
 * @param memory - Of the stretches before; at most the last two of them may be on their way into the store.
 * @returns Steps that are refused together unless the store's head is the one that the stretch follows.
 * @throws Error when a distribution pays others than its table has; what the store throws.
 */
export async function readyStretch(ask: Ask, stretch: Stretch, memory: Memory): Promise<Step[]> {
  const { canGoBack, from, set, to } = stretch;
  memory.datasets.turn();
  memory.payees.turn();
  const lines = await creditPayees(ask, set, memory);
  const related = await relateDatasets(ask, set, memory);
  addCounts(set);
  return [
    moveHead(from, to, canGoBack ? `greatest(floor, ${to.block - REWIND_DEPTH})` : `${to.block}`),
    ...(canGoBack ? keepUndo(to.block, set) : []),
    ...revokeKeys(set.revokedMembers),
    ...[...set.adds].flatMap(([table, rows]) => addAll(table, rows)),
    // Before new rows come: what a changed row gives up, like a register number, one of them may take.
    ...[...set.updates].flatMap(([table, rows]) => updateAll(table, rows)),
    ...insert('blocks', stretch.blocks),
    ...[...set.inserts].flatMap(([table, rows]) => (table === 'event_datasets' ? [] : insert(table, rows))),
    ...insert('event_datasets', [...(set.inserts.get('event_datasets') ?? []), ...related]),
    ...insert('distribution_lines', lines),
    ...(canGoBack ? FORGET : []),
  ];
}

function insert(table: string, rows: readonly object[]): Step[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = Object.keys(first);
  return [{ copy: table, columns, text: copyText(rows as Row[], columns) }];
}

/** Adds to running totals; one that is not there yet begins with what is added. */
function addAll(table: KeyedTable, rows: Map<unknown, Record<string, bigint>>): Step[] {
  const key = KEYS[table];
  return alike(key, rows).map(({ columns, json }) => ({
    statement: `insert into ${table} (${[key, ...columns].join(', ')}) select ${[key, ...columns].join(', ')}
      from jsonb_populate_recordset(null::${table}, $1::jsonb)
      on conflict (${key}) do update set ${columns.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', ')}`,
    values: [json],
  }));
}

/** Before new ones come, for those are good. */
function revokeKeys(members: ReadonlySet<number>): Step[] {
  if (members.size === 0) return [];
  const statement = 'update member_keys set revoked = true where member_id = any($1::text::bigint[])';
  return [{ statement, values: [`{${[...members].join()}}`] }];
}

/** Sets columns of rows that must be there. */
function updateAll(table: KeyedTable, rows: Map<unknown, Row>): Step[] {
  const key = KEYS[table];
  return alike(key, rows).map(({ columns, count, json }) => ({
    statement: `with changed as (
        update ${table} set ${columns.map((column) => `${column} = said.${column}`).join(', ')}
        from jsonb_populate_recordset(null::${table}, $1::jsonb) said where ${table}.${key} = said.${key} returning 1
      ) select require_rows(count(*), ${count}, '${ROWS_MISSING}', '${table}') from changed`,
    values: [json],
  }));
}

/** SQLSTATE when rows that change are not there. */
const ROWS_MISSING = 'GL002';

/** Rows with the same columns together, each lot as JSON. */
function alike(key: string, rows: Map<unknown, Row>): { columns: string[]; json: string; count: number }[] {
  const lots = Map.groupBy(rows, ([, row]) => Object.keys(row).sort().join());
  return [...lots].map(([columns, lot]) => ({
    columns: columns.split(','),
    count: lot.length,
    json: JSON.stringify(
      lot.map(([value, row]) => ({ [key]: value, ...row })),
      (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    ),
  }));
}
