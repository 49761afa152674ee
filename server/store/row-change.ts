import { type Insertable, type Kysely, sql, type Transaction, type Updateable } from 'kysely';
import type { Database } from './schema.js';

type Table = keyof Database;

/** One change of a row, as an event asks for it; `updateEach` changes as many rows as there are. */
export type RowChange =
  | { [T in Table]: { insert: T; row: Insertable<Database[T]> } }[Table]
  | { [T in Table]: { update: T; key: Partial<Insertable<Database[T]>>; set: Updateable<Database[T]> } }[Table]
  | { [T in Table]: { add: T; key: Partial<Insertable<Database[T]>>; amounts: { [C in keyof Database[T]]?: bigint } } }[Table]
  | { [T in Table]: { updateEach: T; key: Partial<Insertable<Database[T]>>; set: Updateable<Database[T]> } }[Table]
  | { credit: Distribution }
  | About;

/** An event is about the dataset of a version, grant, offer or set of terms. */
export interface About {
  about: 'versions' | 'grants' | 'offers' | 'terms';
  id: number;
  block: number;
  log_index: number;
}

/** A distribution whose amounts go to the payees of its table, in order. */
export interface Distribution {
  block_hash: string;
  log_index: number;
  block: number;
  table_id: number;
  /** In table order, in base units; an odd table has an empty place at the end. */
  amounts: readonly bigint[];
}

/** The head of the index. */
export interface Cursor {
  block: number;
  block_hash: string;
  block_time: number;
}

/** The store's head is not the one that the rows follow: somebody else wrote, or a commit went through unheard. */
export class HeadMoved extends Error {}

/**
 * Writes changes and the cursor in one transaction: either all of it is there after a crash, or nothing. Rows go only on top of the head
 * that they follow, so none is written twice, whoever else writes.
 *
 * @param db - The store.
 * @param changes - In the order of the events.
 * @param from - The head that they follow.
 * @param to - The block with which they end.
 * @throws {@link HeadMoved}
 */
export async function writeStretch(db: Kysely<Database>, changes: readonly RowChange[], from: Cursor, to: Cursor): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const moved = await transaction
      .updateTable('cursors')
      .set(to)
      .where('block', '=', from.block)
      .where('block_hash', '=', from.block_hash)
      .executeTakeFirst();
    if (moved.numUpdatedRows !== 1n) throw new HeadMoved(`the head is not block ${from.block} any more`);
    for (const run of runsOf(changes)) await apply(transaction, run);
  });
}

/** Neighbouring inserts into one table go in one statement. */
function runsOf(changes: readonly RowChange[]): RowChange[][] {
  const runs: RowChange[][] = [];
  for (const change of changes) {
    const run = runs.at(-1);
    const first = run?.[0];
    const joins = first !== undefined && 'insert' in first && 'insert' in change && first.insert === change.insert;
    if (joins && (run as RowChange[]).length < MAX_ROWS) (run as RowChange[]).push(change);
    else runs.push([change]);
  }
  return runs;
}

/** A statement takes at most 65,535 parameters, and no table has more than 16 columns. */
const MAX_ROWS = 1000;

async function apply(transaction: Transaction<Database>, run: readonly RowChange[]): Promise<void> {
  const [first] = run as [RowChange];
  if ('insert' in first) {
    const rows = run.map((change) => (change as { row: object }).row);
    await transaction
      .insertInto(first.insert)
      .values(rows as never)
      .execute();
  } else if ('update' in first) {
    const result =
      await sql`update ${sql.table(first.update)} set ${assignments(first.set)} where ${conditions(first.key)}`.execute(
        transaction,
      );
    if (result.numAffectedRows !== 1n) throw new Error(`no row in ${first.update} for ${JSON.stringify(first.key)}`);
  } else if ('updateEach' in first) {
    await sql`update ${sql.table(first.updateEach)} set ${assignments(first.set)} where ${conditions(first.key)}`.execute(
      transaction,
    );
  } else if ('add' in first) {
    const amounts = Object.entries(first.amounts) as [string, bigint][];
    const columns = [...Object.keys(first.key), ...amounts.map(([column]) => column)];
    const values = [...Object.values(first.key), ...amounts.map(([, amount]) => amount.toString())];
    const sums = amounts.map(
      ([column]) => sql`${sql.ref(column)} = ${sql.ref(`${first.add}.${column}`)} + ${sql.ref(`excluded.${column}`)}`,
    );
    await sql`insert into ${sql.table(first.add)} (${sql.join(columns.map((column) => sql.ref(column)))}) values (${sql.join(values)})
      on conflict (${sql.join(Object.keys(first.key).map((column) => sql.ref(column)))}) do update set ${sql.join(sums)}`.execute(
      transaction,
    );
  } else if ('about' in first) {
    await relate(transaction, first);
  } else {
    await credit(transaction, first.credit);
  }
}

/** Notes which dataset an event is about; none when there is no such row. */
async function relate(transaction: Transaction<Database>, { about, id, block, log_index }: About): Promise<void> {
  const leads = about === 'grants' || about === 'offers';
  const from = leads
    ? sql`${sql.table(about)} one join terms on terms.id = one.terms_id where one.id = ${id}`
    : sql`${sql.table(about)} one where one.id = ${id}`;
  await sql`insert into event_datasets (dataset_id, block, log_index)
    select ${leads ? sql`terms.dataset_id` : sql`one.dataset_id`}, ${block}::bigint, ${log_index}::bigint from ${from}
    on conflict do nothing`.execute(transaction);
}

/** Writes a distribution's lines and adds them to the payees' running totals. */
async function credit(
  transaction: Transaction<Database>,
  { block_hash, log_index, block, table_id, amounts }: Distribution,
): Promise<void> {
  const given = amounts.map(String);
  const written =
    await sql`insert into distribution_lines (block_hash, log_index, block, table_id, position, kind, payee_id, amount)
    select ${block_hash}, ${log_index}, ${block}, ${table_id}, p.position, p.kind, p.payee_id, a.amount
    from payees p join unnest(${given}::numeric[]) with ordinality as a (amount, place) on a.place = p.position + 1
    where p.table_id = ${table_id}`.execute(transaction);
  const payees = Number(written.numAffectedRows);
  if (payees < amounts.length - 1 || (payees === amounts.length - 1 && amounts.at(-1) !== 0n)) {
    throw new Error(`table ${table_id} has ${payees} payees, its distribution pays ${amounts.length}`);
  }
  const lines = sql`from distribution_lines where block_hash = ${block_hash} and log_index = ${log_index} and amount <> 0`;
  await sql`insert into accounts (member_id, credited) select payee_id, amount ${lines} and kind = 'originator'
    on conflict (member_id) do update set credited = accounts.credited + excluded.credited`.execute(transaction);
  await sql`insert into table_totals (table_id, royalties_total) select payee_id, amount ${lines} and kind = 'royalty'
    on conflict (table_id) do update set royalties_total = table_totals.royalties_total + excluded.royalties_total`.execute(
    transaction,
  );
}

function assignments(set: object) {
  return sql.join(Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${plain(value)}`));
}

function conditions(key: object) {
  return sql.join(
    Object.entries(key).map(([column, value]) => sql`${sql.ref(column)} = ${plain(value)}`),
    sql` and `,
  );
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
