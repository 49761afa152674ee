import { type Kysely, type RawBuilder, sql } from 'kysely';
import { beyond, type PlacePage } from './page.js';
import type { Database } from './schema.js';

/** Which events; all conditions hold at once. */
export interface EventFilter {
  type?: string | undefined;
  contract?: string | undefined;
  memberId?: number | undefined;
  datasetId?: number | undefined;
  txHash?: string | undefined;
  fromBlock?: number | undefined;
  toBlock?: number | undefined;
}

/**
 * The audit trail.
 *
 * @param db - The store.
 * @param filter - Which events.
 * @param page - Which ones.
 */
export async function listEvents(db: Kysely<Database>, filter: EventFilter, page: PlacePage) {
  const { contract, fromBlock, toBlock, txHash, type } = filter;
  const [driver, rest] = driverOf(filter);
  const conditions = [
    driver.condition,
    beyond(driver.name, page),
    ...rest,
    type === undefined ? undefined : isOneOf('type', type),
    contract === undefined ? undefined : isOneOf('contract', contract),
    txHash === undefined ? undefined : isOneOf('tx_hash', txHash.toLowerCase()),
    fromBlock === undefined ? undefined : sql<boolean>`${sql.ref(`${driver.name}.block`)} >= ${fromBlock}`,
    toBlock === undefined ? undefined : sql<boolean>`${sql.ref(`${driver.name}.block`)} <= ${toBlock}`,
  ].filter((condition) => condition !== undefined);
  const order = sql.raw(page.order);
  const { rows } = await sql<EventRow>`
    select hash as block_hash, log_index, block, time as block_time, tx_hash, contract, type, args from (
      select events.* from ${driver.from} where ${sql.join(conditions, sql` and `)}
      order by ${sql.ref(`${driver.name}.block`)} ${order}, ${sql.ref(`${driver.name}.log_index`)} ${order} limit ${page.limit}
    ) as page cross join lateral (select hash, time from blocks where number = page.block offset 0) as block_of
    order by block ${order}, log_index ${order}`.execute(db);
  return rows;
}

/** The condition that events have one of some texts in a column; there is an index of its hashes, for they are shorter. */
export function isOneOf(column: 'type' | 'contract' | 'tx_hash', ...texts: readonly string[]): RawBuilder<boolean> {
  const value = sql.ref(`events.${column}`);
  const hashes = texts.map((text) => sql`hashtextextended(${text}, 0)`);
  return sql<boolean>`(hashtextextended(${value}, 0) in (${sql.join(hashes)}) and ${value} in (${sql.join(texts)}))`;
}

/** An event with its block. */
interface EventRow {
  block_hash: string;
  log_index: number;
  block: number;
  block_time: number;
  tx_hash: string;
  contract: string;
  type: string;
  args: Record<string, unknown>;
}

/**
 * What a page of events is read by, in its order: all, a member's or a dataset's; and the conditions that are left. `offset 0` keeps that order: the
 * database knows how many events a member has only on average, and for who has few or many it would begin elsewhere.
 */
function driverOf({ datasetId, memberId }: EventFilter) {
  const each = (name: string) =>
    sql`cross join lateral (select * from events as e where (e.block, e.log_index) = (${sql.ref(`${name}.block`)}, ${sql.ref(`${name}.log_index`)}) offset 0) as events`;
  const ofDataset = sql<boolean>`exists (select 1 from event_datasets d
    where d.dataset_id = ${datasetId} and (d.block, d.log_index) = (m.block, m.log_index) offset 0)`;
  if (memberId !== undefined) {
    const condition = sql<boolean>`m.member_id = ${memberId}`;
    const rest = datasetId === undefined ? [] : [ofDataset];
    return [{ name: 'm', from: sql`event_members as m ${each('m')}`, condition }, rest] as const;
  }
  if (datasetId !== undefined) {
    const condition = sql<boolean>`d.dataset_id = ${datasetId}`;
    return [{ name: 'd', from: sql`event_datasets as d ${each('d')}`, condition }, []] as const;
  }
  return [{ name: 'events', from: sql`events`, condition: undefined }, []] as const;
}
