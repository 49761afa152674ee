import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { sql } from 'kysely';
import pg from 'pg';
import type { Engine } from '../../../server/store/engine.js';
import { migrate } from '../../../server/store/migrate.js';
import { openStore } from '../../../server/store/open.js';
import { buildIndexes, hasPostponed, postponeIndexes } from '../../../server/store/postponed-indexes.js';
import { addEvents } from '../../support/store-service.js';
import { emptyPlace, ON_POSTGRES } from '../../support/stores.js';

describe('postponed indexes', () => {
  let store: Engine;
  let place: Awaited<ReturnType<typeof emptyPlace>>;

  beforeEach(async () => {
    place = await emptyPlace();
    store = (await openStore(place)) as Engine;
  });
  afterEach(() => store.close());

  const indexes = async (): Promise<string[]> => {
    const { rows } = await sql<{ definition: string }>`select indexdef as definition from pg_indexes
      where schemaname = current_schema() order by indexname`.execute(store.db);
    return rows.map(({ definition }) => definition);
  };

  it('are built as they were', async () => {
    const before = await indexes();
    await postponeIndexes(store);
    expect(await hasPostponed(store.db)).equal(true);
    expect((await indexes()).length).below(before.length);
    await buildIndexes(store);
    expect(await hasPostponed(store.db)).equal(false);
    expect(await indexes()).deep.equal(before);
  });

  it('leave PGlite with statistics, which PostgreSQL makes by itself', async () => {
    await postponeIndexes(store);
    await addEvents(store, 1, 100, (block) => ({ block }));
    await buildIndexes(store);
    const { rows } = await sql`select most_common_vals::text as types from pg_stats
      where schemaname = current_schema() and tablename = 'events' and attname = 'type'`.execute(store.db);
    expect(rows).deep.equal(ON_POSTGRES ? [] : [{ types: '{KeyAdded,MemberAdmitted}' }]);
  });

  it('are not built after the signal, but at the next call', async () => {
    const before = await indexes();
    await postponeIndexes(store);
    const told = await buildIndexes(store, AbortSignal.abort()).catch((error: Error) => error.name);
    expect(told).equal('AbortError');
    await buildIndexes(store);
    expect(await indexes()).deep.equal(before);
  });

  for (const waiting of ['type', 'contract']) {
    it(`are built in the new way when the one by ${waiting} waits at the migration, and the other one does not`, async () => {
      const there = waiting === 'type' ? 'contract' : 'type';
      const now = await indexes();
      await store.exec(`drop index events_by_type, events_by_contract; create index events_by_${there} on events (${there}, block);
        insert into postponed_indexes values ('events_by_${waiting}', 'create index events_by_${waiting} on events (${waiting}, block)');
        delete from migrations where name = '0013_hashed_names.sql'`);
      await migrate(store, place.schema);
      await buildIndexes(store);
      expect(await indexes()).deep.equal(now);
    });
  }

  for (const waits of [false, true]) {
    it(`are built in the new way when the one by transaction ${waits ? 'waits' : 'is there'} at the migration`, async () => {
      const now = await indexes();
      const definition = 'create index events_by_tx on events (tx_hash)';
      await store.exec(`drop index events_by_tx; delete from migrations where name = '0014_hashed_transactions.sql';
        ${waits ? `insert into postponed_indexes values ('events_by_tx', '${definition}')` : definition}`);
      await migrate(store, place.schema);
      await buildIndexes(store);
      expect(await indexes()).deep.equal(now);
    });
  }

  it('break off in the middle of one', async function () {
    if (!ON_POSTGRES || !('url' in place)) {
      console.log('      skipped: PGlite has one connection and ends the statement that runs');
      return this.skip();
    }
    const before = await indexes();
    await postponeIndexes(store);
    const other = new pg.Client({ connectionString: place.url });
    await other.connect();
    await other.query('begin; lock table genba_test.purchases in access exclusive mode');
    const stopping = new AbortController();
    const building = buildIndexes(store, stopping.signal).catch((error: Error) => error.message);
    for (let waiting = 0; waiting === 0; await sleep(20)) {
      const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from pg_locks where not granted`.execute(
        store.db,
      );
      waiting = rows[0]?.waiting ?? 0;
    }
    stopping.abort();
    expect(await building).match(/user request/);
    await other.end();
    await buildIndexes(store);
    expect(await indexes()).deep.equal(before);
  });
});
