import { expect } from 'chai';
import { sql } from 'kysely';
import type { Engine, Step } from '../../../server/store/engine.js';
import { ON_POSTGRES, openEmptyStore } from '../../support/stores.js';

const rows = (...numbers: number[]): Step => ({
  copy: 'blocks',
  columns: ['number', 'hash', 'time'],
  text: numbers.map((number) => `${number}\thash ${number}\t1\n`).join(''),
});

describe(`store on ${ON_POSTGRES ? 'PostgreSQL' : 'PGlite'}`, () => {
  let store: Engine;

  beforeEach(async () => {
    store = await openEmptyStore();
  });
  afterEach(() => store.close());

  const numbers = async (): Promise<number[]> => {
    const found = await store.db.selectFrom('blocks').select('number').orderBy('number').execute();
    return found.map(({ number }) => number);
  };
  const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
    work.then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );

  it('takes steps in order, in one transaction', async () => {
    await store.run([
      rows(1, 2, 3),
      { statement: 'delete from blocks where number = any($1::text::bigint[])', values: ['{2}'] },
      { statement: 'select require_rows(count(*), 2, $1, $2) from blocks', values: ['GL009', 'blocks'] },
      rows(4),
    ]);
    expect(await numbers()).deep.equal([1, 3, 4]);
  });

  it('takes any text as a value', async () => {
    const odd = `'; drop table blocks; -- \\ \\' $1 $2 "\n\t\u{1F3ED} \\x41 E'\\''`;
    await store.run([
      { statement: 'insert into blocks select 1, $1, length($2)', values: [odd, '$1'] },
      { copy: 'blocks', columns: ['number', 'hash', 'time'], text: '2\t$1 \\\\ \\n\t3\n' },
    ]);
    const found = await store.db.selectFrom('blocks').selectAll().orderBy('number').execute();
    expect(found).deep.equal([
      { number: 1, hash: odd, time: 2 },
      { number: 2, hash: '$1 \\ \n', time: 3 },
    ]);
  });

  it('leaves nothing of steps of which one fails, wherever it stands, and goes on after it', async () => {
    const good = [rows(1), rows(2, 3), rows(4)];
    const bad: Step[] = [
      { statement: 'select no_such_function()', values: [] },
      { statement: "select require_rows(0, 1, 'GL009', 'blocks')", values: [] },
      rows(9, 9),
      { copy: 'blocks', columns: ['number', 'hash', 'time'], text: 'no number\tx\t1\n' },
      { copy: 'blocks', columns: ['number'], text: 'one\ttwo\n' },
    ];
    for (const step of bad)
      for (let place = 0; place <= good.length; place++) {
        expect(await codeOf(store.run(good.toSpliced(place, 0, step)))).match(/^[0-9A-Z]{5}$/);
        expect(await numbers()).deep.equal([]);
      }
    expect(await codeOf(store.run([bad[1] as Step]))).equal('GL009');
    await store.run(good);
    expect(await numbers()).deep.equal([1, 2, 3, 4]);
  });

  it('takes steps that are sent while others are under way, in the order in which they are sent', async () => {
    const grow = { statement: 'insert into blocks select count(*) + 1, (count(*) + 1)::text, 1 from blocks', values: [] };
    await Promise.all(Array.from({ length: 20 }, () => store.run([grow])));
    expect(await numbers()).deep.equal(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('reads and writes beside a transaction that is open, or after it', async () => {
    const reading = store.db.transaction().execute(async (transaction) => {
      const { rows: before } = await sql<{ n: number }>`select count(*)::int as n from blocks`.execute(transaction);
      return before[0]?.n;
    });
    await Promise.all([reading, store.run([rows(1)])]);
    expect(await reading).within(0, 1);
    const refused = store.db.transaction().execute(async (transaction) => {
      await transaction.insertInto('blocks').values({ number: 2, hash: 'two', time: 1 }).execute();
      throw new Error('not after all');
    });
    expect(await refused.catch((error: Error) => error.message)).equal('not after all');
    expect(await numbers()).deep.equal([1]);
  });

  it('says why it answers no more when it is closed', async () => {
    const other = await openEmptyStore();
    await other.run([rows(1)]);
    await other.close();
    expect(await other.run([rows(2)]).catch((error: Error) => error.message)).equal('the store is closed');
  });
});
