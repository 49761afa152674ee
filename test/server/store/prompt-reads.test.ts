import { expect } from 'chai';
import { Kysely, sql } from 'kysely';
import pg from 'pg';
import { PromptClient } from '../../../server/store/prompt-client.js';
import { PromptDialect } from '../../../server/store/prompt-dialect.js';
import { emptyPlace, ON_POSTGRES } from '../../support/stores.js';

/** Asked so often, a statement is prepared for sure. */
const OFTEN = 20;

interface Tables {
  things: { id: number; name: string };
}

describe('reads on PostgreSQL', () => {
  let pool: pg.Pool;
  let db: Kysely<Tables>;
  /** Begins transactions with something that PostgreSQL refuses. */
  let refusesToBegin = false;

  before(async function () {
    if (!ON_POSTGRES) {
      console.log('      skipped: PGlite prepares nothing, and a transaction there waits for its beginning');
      return this.skip();
    }
    const place = await emptyPlace();
    pool = new pg.Pool({ connectionString: (place as { url: string }).url, pipeline: true, Client: PromptClient, max: 2 });
    pool.on('error', () => {});
    pool.on('connect', (client) => {
      client.on('error', () => {});
      const ask = client.query as (...question: unknown[]) => unknown;
      const change = (one: unknown) => (refusesToBegin && /^start transaction/.test(String(one)) ? 'start nothing' : one);
      client.query = ((...question: unknown[]) => ask(...question.map(change))) as typeof client.query;
    });
    db = new Kysely({ dialect: new PromptDialect({ pool }) });
    await pool.query('create table things (id int primary key, name text)');
    await pool.query("insert into things select i, 'thing ' || i from generate_series(1, 100) i");
  });
  after(() => db?.destroy());

  const read = <T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> =>
    db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: { code?: string }) => error.code,
    );
  const nameOf = (id: number, from: Kysely<Tables> = db) =>
    from.selectFrom('things').select('name').where('id', '=', id).executeTakeFirst();

  it('have their statements prepared, each once', async () => {
    const statements = await read(async (one) => {
      for (let id = 1; id <= OFTEN; id++) await nameOf(id, one);
      const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(one);
      return rows.map(({ statement }) => statement);
    });
    expect(statements).to.deep.equal(['select "name" from "things" where "id" = $1']);
  });

  it('are answered each with its own rows, when many are sent at once', async () => {
    const client = await pool.connect();
    const asked = Array.from({ length: 50 }, (_, i) => i + 1);
    const answers = asked.map((id) =>
      id % 10 === 0 ? codeOf(client.query('select no_such($1)', [id])) : client.query('select $1::int as told', [id]),
    );
    const told = (await Promise.all(answers)).map((one) => (typeof one === 'object' ? one.rows[0].told : one));
    client.release();
    expect(told).to.deep.equal(asked.map((id) => (id % 10 === 0 ? '42883' : id)));
  });

  it('see one moment, although they do not wait for their transaction to begin', async () => {
    const seen = await read(async (one) => {
      const before = await nameOf(101, one);
      await pool.query("insert into things values (101, 'new')");
      return [before, await nameOf(101, one)];
    });
    expect(seen).to.deep.equal([undefined, undefined]);
    expect(await nameOf(101)).to.deep.equal({ name: 'new' });
  });

  it('give nothing, not even before their end, when their transaction did not begin', async () => {
    const given: unknown[] = [];
    refusesToBegin = true;
    const refusal = await codeOf(read(async (one) => given.push(await nameOf(1, one))));
    refusesToBegin = false;
    expect({ refusal, given }).to.deep.equal({ refusal: '42601', given: [] });
    expect(await read((one) => nameOf(1, one))).to.deep.equal({ name: 'thing 1' });
  });

  it('leave their connections in order when one of them fails', async () => {
    for (let turn = 0; turn < OFTEN; turn++) {
      expect(await codeOf(read((one) => sql`select no_such(${turn})`.execute(one)))).to.equal('42883');
    }
    const { rows } = await pool.query(
      "select 1 from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()",
    );
    expect(rows).to.deep.equal([]);
  });

  it('go on over other connections when their tables have changed', async () => {
    const all = () => db.selectFrom('things').selectAll().where('id', '=', 1).executeTakeFirst();
    for (let turn = 0; turn < OFTEN; turn++) await all();
    await pool.query("alter table things add column colour text default 'red'");
    const told = [await codeOf(all()), await codeOf(all()), await all()];
    expect(told.at(-1)).to.deep.equal({ id: 1, name: 'thing 1', colour: 'red' });
    expect(told[0]).to.equal('0A000');
  });
});
