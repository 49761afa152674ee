import { type Kysely, type Selectable, sql } from 'kysely';
import type { Place } from './page.js';
import type { Database } from './schema.js';

/** A webhook. */
export type WebhookRow = Selectable<Database['webhooks']>;
/** A message as the log has it. */
export type DeliveryRow = Selectable<Database['webhook_deliveries']>;

/** A webhook whose next attempt is due, and how its member stands; undefined: the index does not know it yet. */
export type DueWebhook = WebhookRow & { standing: { status: string; validUntil: number } | undefined };

/** One attempt at a message. Times are Unix seconds. */
export interface AttemptRow {
  messageId: string;
  place: Place;
  eventType: string;
  at: number;
  status: number | null;
  problem: string | null;
}

/** What follows from an attempt that failed. */
export interface SetBack {
  failures: number;
  failingSince: number;
  nextAttemptAt: number;
  /** Why nothing more is tried; null: it goes on. */
  pausedBecause: string | null;
}

/**
 * Webhooks as their members see them.
 *
 * @param db - The store.
 */
export function createWebhookList(db: Kysely<Database>) {
  return {
    /** Adds one, unless the member has as many as it may. Members' additions at the same moment wait for each other. */
    async add(
      one: Pick<WebhookRow, 'member_id' | 'url' | 'secret' | 'created_at'> & { filter: object; place: Place },
      most: number,
    ): Promise<WebhookRow | undefined> {
      const { filter, place, ...values } = one;
      return db.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks ${one.member_id}`}, 0))`.execute(transaction);
        if ((await listOf(transaction, one.member_id)).length >= most) return undefined;
        return transaction
          .insertInto('webhooks')
          .values({
            ...values,
            ...columnsOf(place),
            filter: JSON.stringify(filter),
            state: 'active',
            reason: null,
            failing_since: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
      });
    },
    /** All of a member. */
    list: (memberId: number) => listOf(db, memberId),
    /** One of a member. */
    find(memberId: number, id: number): Promise<WebhookRow | undefined> {
      return db.selectFrom('webhooks').selectAll().where('member_id', '=', memberId).where('id', '=', id).executeTakeFirst();
    },
    /** Removes one with its log. */
    async remove(id: number): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('webhooks').where('id', '=', id).execute();
        await transaction.deleteFrom('webhook_deliveries').where('webhook_id', '=', id).execute();
      });
    },
    /** Lets it go on after a place, or where it stands; what was waiting is left when the place is another. */
    async restart(id: number, after: Place | undefined): Promise<WebhookRow | undefined> {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .updateTable('webhooks')
          .set({ state: 'active', reason: null, failures: 0, failing_since: null, next_attempt_at: 0 })
          .$if(after !== undefined, (query) =>
            query.set((set) => ({ ...columnsOf(after as Place), replays: set('replays', '+', 1) })),
          )
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (after !== undefined) {
          await transaction
            .updateTable('webhook_deliveries')
            .set({ state: 'left' })
            .where('webhook_id', '=', id)
            .where('state', 'in', ['waiting', 'given up'])
            .execute();
        }
        return row;
      });
    },
    /** The log of one, a page. */
    deliveries(id: number, page: { after?: number | undefined; order: 'asc' | 'desc'; limit: number }): Promise<DeliveryRow[]> {
      const { after, limit, order } = page;
      return db
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('webhook_id', '=', id)
        .$if(after !== undefined, (query) => query.where('id', order === 'asc' ? '>' : '<', after as number))
        .orderBy('id', order)
        .limit(limit)
        .execute();
    },
  };
}

/**
 * Webhooks as the deliverer sees them. Whatever it writes counts only while the place is the one that it read: a member may have set another,
 * or removed the webhook, meanwhile.
 *
 * @param db - The store.
 */
export function createWebhookQueue(db: Kysely<Database>) {
  const move = (db: Kysely<Database>, hook: WebhookRow) =>
    db
      .updateTable('webhooks')
      .where('id', '=', hook.id)
      .where('replays', '=', hook.replays)
      .where('block', '=', hook.block)
      .where('log_index', '=', hook.log_index);
  return {
    /** Active ones that may be tried; `now` in Unix seconds. */
    async due(now: number): Promise<DueWebhook[]> {
      const rows = await db
        .selectFrom('webhooks as w')
        .leftJoin('members as m', 'm.id', 'w.member_id')
        .selectAll('w')
        .select(['m.status', 'm.valid_until'])
        .where('w.state', '=', 'active')
        .where('w.next_attempt_at', '<=', now)
        .orderBy('w.id')
        .execute();
      return rows.map(({ status, valid_until, ...row }) => ({
        ...row,
        standing: status === null || valid_until === null ? undefined : { status, validUntil: valid_until },
      }));
    },
    /** Notes a delivery, and that the webhook stands after it; false when it stands elsewhere by now. */
    delivered(hook: WebhookRow, attempt: AttemptRow): Promise<boolean> {
      return db.transaction().execute(async (transaction) => {
        const moved = await move(transaction, hook)
          .set({ ...columnsOf(attempt.place), failures: 0, failing_since: null, next_attempt_at: 0 })
          .executeTakeFirst();
        if (moved.numUpdatedRows === 0n) return false;
        await note(transaction, hook.id, attempt, 'delivered');
        return true;
      });
    },
    /** Notes an attempt that failed, and when the next one is due. */
    failed(
      hook: WebhookRow,
      attempt: AttemptRow,
      { failingSince, failures, nextAttemptAt, pausedBecause }: SetBack,
    ): Promise<void> {
      return db.transaction().execute(async (transaction) => {
        const moved = await move(transaction, hook)
          .set({
            failures,
            failing_since: failingSince,
            next_attempt_at: nextAttemptAt,
            ...(pausedBecause === null ? {} : { state: 'paused', reason: pausedBecause }),
          })
          .executeTakeFirst();
        if (moved.numUpdatedRows === 0n) return;
        await note(transaction, hook.id, attempt, pausedBecause === null ? 'waiting' : 'given up');
      });
    },
    /** Stops one until its member lets it go on. */
    async pause(hook: WebhookRow, reason: string): Promise<void> {
      await move(db, hook).set({ state: 'paused', reason }).execute();
    },
    /** Passes over a stretch in which nothing was for it. */
    async advance(hook: WebhookRow, place: Place): Promise<void> {
      await move(db, hook).set(columnsOf(place)).execute();
    },
    /** Forgets what was last tried before a time, in Unix seconds. */
    async forget(before: number): Promise<void> {
      await db.deleteFrom('webhook_deliveries').where('last_at', '<', before).where('state', '!=', 'waiting').execute();
    },
  };
}

function listOf(db: Kysely<Database>, memberId: number): Promise<WebhookRow[]> {
  return db.selectFrom('webhooks').selectAll().where('member_id', '=', memberId).orderBy('id').execute();
}

function columnsOf({ block, logIndex }: Place) {
  return { block, log_index: logIndex };
}

async function note(db: Kysely<Database>, hookId: number, attempt: AttemptRow, state: DeliveryRow['state']): Promise<void> {
  const { at, eventType, messageId, place, problem, status } = attempt;
  const last = { state, last_at: at, status, problem };
  await db
    .insertInto('webhook_deliveries')
    .values({
      webhook_id: hookId,
      message_id: messageId,
      ...columnsOf(place),
      event_type: eventType,
      attempts: 1,
      first_at: at,
      ...last,
    })
    .onConflict((conflict) =>
      conflict.columns(['webhook_id', 'message_id']).doUpdateSet((set) => ({
        ...last,
        attempts: set('webhook_deliveries.attempts', '+', 1),
      })),
    )
    .execute();
}
