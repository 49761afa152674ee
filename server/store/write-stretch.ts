import type { ChangeSet, Row } from './change-set.js';
import { copyText } from './copy-text.js';
import type { Engine, Step, Writing } from './engine.js';
import { creditPayees, relateDatasets } from './follow-up.js';
import { KEYS, type KeyedTable } from './row-change.js';
import { FORGET, keepUndo, REWIND_DEPTH, takeBack } from './undo.js';

/** The head of the index. */
export interface Cursor {
  block: number;
  block_hash: string;
  block_time: number;
}

/** Consecutive blocks and what they change. */
export interface Stretch {
  /** The head that they follow. */
  from: Cursor;
  /** The block with which they end. */
  to: Cursor;
  /** Blocks to remember by hash and time: those with events, and the last. */
  blocks: readonly { number: number; hash: string; time: number }[];
  set: ChangeSet;
  /** Whether it can be taken back; then it is one block. Others must be so old that nobody takes them back. */
  canGoBack: boolean;
}

/** The store's head is not the one that the rows follow: somebody else wrote, or a commit went through unheard. */
export class HeadMoved extends Error {}

/**
 * Writes a stretch and the cursor in one transaction: either all of it is there after a crash, or nothing. Rows go only on top of the head
 * that they follow, so none is written twice, whoever else writes.
 *
 * @param engine - The store.
 * @param stretch - What to write.
 * @throws {@link HeadMoved}
 */
export async function writeStretch(engine: Engine, stretch: Stretch): Promise<void> {
  const { canGoBack, from, set, to } = stretch;
  await engine.write(async (writing) => {
    await moveHead(writing, from, to, canGoBack ? `greatest(floor, $4::bigint - ${REWIND_DEPTH})` : '$4::bigint');
    const lines = await creditPayees(writing.ask, set);
    const related = await relateDatasets(writing.ask, set);
    const undo = canGoBack ? await keepUndo(writing.ask, to.block, set) : [];
    const updates = [...set.updates].flatMap(([table, rows]) => updateAll(table, rows));
    const steps = [
      ...undo,
      ...revokeKeys(set.revokedMembers),
      ...[...set.adds].flatMap(([table, rows]) => addAll(table, rows)),
      // Before new rows come: what a changed row gives up, like a register number, one of them may take.
      ...updates,
      ...insert('blocks', stretch.blocks),
      ...[...set.inserts].flatMap(([table, rows]) => (table === 'event_datasets' ? [] : insert(table, rows))),
      ...insert('event_datasets', [...(set.inserts.get('event_datasets') ?? []), ...related]),
      ...insert('distribution_lines', lines),
      ...(canGoBack ? FORGET : []),
    ];
    const touched = await writing.run(steps);
    for (const update of updates) requireAll(update, touched[steps.indexOf(update)] as number);
  });
}

/**
 * Takes the index back to a block that it has, bit for bit as if it had been read only so far.
 *
 * @param engine - The store.
 * @param from - The head now.
 * @param to - The head then, not below the floor.
 * @throws {@link HeadMoved}
 */
export async function rewind(engine: Engine, from: Cursor, to: Cursor): Promise<void> {
  await engine.write(async (writing) => {
    await moveHead(writing, from, to, 'floor');
    await takeBack(writing, from, to);
  });
}

async function moveHead(writing: Writing, from: Cursor, to: Cursor, floor: string): Promise<void> {
  const moved = await writing.touch(
    `update cursors set block = $4::bigint, block_hash = $3, block_time = $5, floor = ${floor}
    where block = $1 and block_hash = $2`,
    [from.block, from.block_hash, to.block_hash, to.block, to.block_time],
  );
  if (moved !== 1) throw new HeadMoved(`the head is not block ${from.block} any more`);
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

/** Sets columns of rows that are there. */
interface Update {
  table: KeyedTable;
  statement: string;
  values: readonly string[];
  /** So many rows change. */
  count: number;
}

function updateAll(table: KeyedTable, rows: Map<unknown, Row>): Update[] {
  const key = KEYS[table];
  return alike(key, rows).map(({ columns, count, json }) => ({
    table,
    count,
    statement: `update ${table} set ${columns.map((column) => `${column} = said.${column}`).join(', ')}
      from jsonb_populate_recordset(null::${table}, $1::jsonb) said where ${table}.${key} = said.${key}`,
    values: [json],
  }));
}

function requireAll({ count, table }: Update, touched: number): void {
  if (touched !== count) throw new Error(`${count - touched} rows of ${table} that change are not there`);
}

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
