import type { ChangeSet } from './change-set.js';
import type { Step, Writing } from './engine.js';
import { BLOCK_TABLES } from './index-facts.js';
import type { Cursor } from './move-head.js';
import { KEYS, type KeyedTable } from './row-change.js';

/** So many blocks can be taken back: deeper than any chain with finality goes, and than what is rewritten in an hour of blocks by the minute. */
export const REWIND_DEPTH = 64;

/** Beyond the last log that a block can have. */
const AFTER_ALL_LOGS = 999_999_999;

/**
 * Keeps how rows are before a block changes them.
 *
 * @param block - The block.
 * @param set - What it changes.
 */
export function keepUndo(block: number, set: ChangeSet): Step[] {
  return (Object.keys(KEYS) as KeyedTable[]).flatMap((table) => {
    const keys = [...new Set([...(set.updates.get(table)?.keys() ?? []), ...(set.adds.get(table)?.keys() ?? [])])];
    const key = KEYS[table];
    const revoked = table === 'member_keys' ? [...set.revokedMembers] : [];
    if (keys.length + revoked.length === 0) return [];
    const named = `select named.${key} from jsonb_populate_recordset(null::${table}, $1::jsonb) named`;
    const ofRevoked = `select address from member_keys where member_id = any($2::text::bigint[]) and not revoked`;
    return {
      statement: `insert into undo (block, table_name, key, row) select ${block}, '${table}', to_jsonb(named.${key}), to_jsonb(old)
        from (${named}${revoked.length === 0 ? '' : ` union ${ofRevoked}`}) named left join ${table} old on old.${key} = named.${key}`,
      values: [JSON.stringify(keys.map((value) => ({ [key]: value }))), ...(revoked.length === 0 ? [] : [`{${revoked.join()}}`])],
    };
  });
}

/**
 * Takes the index back to a block, as if nothing after it had ever been read. What the payout runner thought to be mined since is open again, and
 * webhooks go on after that block.
 *
 * @param writing - The transaction in which it happens.
 * @param from - The head until now.
 * @param to - The new head, at or after the floor.
 */
export async function takeBack(writing: Writing, from: Cursor, to: Cursor): Promise<void> {
  await writing.touch('insert into rewinds (from_block, from_hash, to_block, at) values ($1, $2, $3, $4)', [
    from.block,
    from.block_hash,
    to.block,
    Math.floor(Date.now() / 1000),
  ]);
  for (const table of BLOCK_TABLES) await writing.touch(`delete from ${table} where block > $1`, [to.block]);
  for (const table of Object.keys(KEYS) as KeyedTable[]) {
    const key = KEYS[table];
    // Of the rows that were kept since, the oldest is how the row was at that block.
    const first = `(select distinct on (key) * from undo where table_name = '${table}' and block > $1 order by key, block) first`;
    await writing.touch(
      `delete from ${table} using ${first} where ${table}.${key} = (jsonb_populate_record(null::${table}, jsonb_build_object('${key}', first.key))).${key}`,
      [to.block],
    );
    await writing.touch(
      `insert into ${table} select restored.* from ${first}, jsonb_populate_record(null::${table}, first.row) restored
      where first.row is not null and coalesce((first.row ->> 'block')::bigint, 0) <= $1`,
      [to.block],
    );
  }
  await writing.touch('delete from undo where block > $1', [to.block]);
  await writing.touch('delete from blocks where number > $1', [to.block]);
  await writing.touch(
    `update payout_transactions set state = 'open', block = null where (sender, nonce) in
      (select sender, nonce from payout_transactions where block > $1) and sender <> ''`,
    [to.block],
  );
  await writing.touch('update webhooks set block = $1, log_index = $2, replays = replays + 1 where block > $1', [
    to.block,
    AFTER_ALL_LOGS,
  ]);
}

/** Forgets, after the head has moved, what is too old to be taken back: how rows were, and blocks in which nothing happened. */
export const FORGET: readonly Step[] = [
  { statement: 'delete from undo where block <= (select floor from cursors)', values: [] },
  {
    statement: `delete from blocks where number < (select floor from cursors) and number >= (select floor from cursors) - ${REWIND_DEPTH}
      and not exists (select 1 from events where events.block = blocks.number)`,
    values: [],
  },
];
