import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { sql } from 'kysely';
import type { Engine } from '../../../server/store/engine.js';
import { migrate } from '../../../server/store/migrate.js';
import { openPglite } from '../../../server/store/pglite.js';
import { openPostgres } from '../../../server/store/postgres.js';
import { emptyPlace } from '../../support/stores.js';

const FOLDER = path.join(import.meta.dirname, '..', '..', '..', 'server', 'store', 'migrations');
const FILES = readdirSync(FOLDER).sort();
const EMPTYING = FILES.filter((file) => readFileSync(path.join(FOLDER, file), 'utf8').includes('truncate events'));

/** A store as versions before have left it. */
describe('migrations', () => {
  let store: Engine;

  beforeEach(async () => {
    const place = await emptyPlace();
    const opened = 'url' in place ? openPostgres(place.url, place.schema, 'own') : openPglite(place.folder, place.schema);
    store = (await opened) as Engine;
  });
  afterEach(() => store.close());

  /** Makes what the migrations before one made, with an index in it that has begun. */
  const leaveBehind = (next: string): Promise<void> => {
    const before = FILES.slice(0, FILES.indexOf(next));
    const made = before.map((file) => readFileSync(path.join(FOLDER, file), 'utf8')).join(';\n');
    const names = before.map((file) => `('${file}')`).join();
    return store.exec(`create schema genba_test; ${made}; create table migrations (name text primary key); insert into migrations values ${names};
      insert into cursors (chain_id, genesis_hash, block, block_hash, block_time) values (1, '0x00', 7, '0x07', 7);
      update books set paid_out = 5`);
  };

  for (const next of EMPTYING) {
    it(`of ${next} have the chain read anew where it was read before`, async () => {
      await leaveBehind(next);
      expect(await migrate(store, 'genba_test')).equal(undefined);
      const { rows } = await sql<{
        cursors: number;
        books: number;
        paidOut: string;
      }>`select (select count(*)::int from cursors) as cursors,
        (select count(*)::int from books) as books, (select sum(paid_out)::text from books) as "paidOut"`.execute(store.db);
      expect(rows).deep.equal([{ cursors: 0, books: 1, paidOut: '0' }]);
    });
  }
});
