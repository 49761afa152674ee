import { expect } from 'chai';
import { type Head, readCursor } from '../../../server/store/cursor.js';
import { findSumErrors } from '../../../server/store/index-facts.js';
import { migrate } from '../../../server/store/migrate.js';
import { countAll } from '../../../server/store/overview.js';
import { rewind } from '../../../server/store/write-stretch.js';
import { createRandom } from '../../differential/random.js';
import { type ChainPlayer, playChain } from '../../support/chain-player.js';
import { openPlayedIndex, type PlayedIndex } from '../../support/played-index.js';
import { recordChain } from '../../support/recorded-chain.js';

const SEED = Date.now() % 1_000_000;
/** Together not more than can be taken back. */
const BLOCKS = 50;
const FORK = 7;
const KINDS = ['datasets', 'versions', 'derivations', 'offers', 'purchases', 'payouts'];

describe(`counts in the books (seed ${SEED})`, function () {
  this.timeout(300_000);
  let player: ChainPlayer;
  let index: PlayedIndex;

  before(async () => {
    const record = await recordChain();
    player = await playChain(record, createRandom(SEED), 1);
    index = await openPlayedIndex(record, player);
  });
  after(async () => {
    await index.close();
    await player.close();
  });

  /** Leaves the store as it was before there were counts: also without what was kept of the books where no money moved. */
  const forgetCounts = () => {
    const money = (row: string) => `(${row}${KINDS.map((kind) => ` - '${kind}'`).join('')})`;
    return index.store.exec(`
      delete from undo where table_name = 'books' and ${money('row')} = (
        select ${money('row')} from (
          select row, block from undo later where later.table_name = 'books' union all select to_jsonb(books), 1000000000 from books
        ) next where next.block > undo.block order by next.block limit 1);
      update undo set row = ${money('row')} where table_name = 'books';
      alter table books ${KINDS.map((kind) => `drop column ${kind}`).join(', ')};
      delete from migrations where name = '0015_counts.sql'`);
  };

  it('are as many as there are rows, also in a store that was filled before, and as blocks are taken back', async () => {
    const { db } = index.store;
    const seen = new Map(KINDS.map((kind) => [kind, new Set<unknown>()]));
    while (player.left() > 0) {
      player.mine(Math.min(player.left(), BLOCKS));
      const sync = await index.start();
      await sync.reached(player.head());
      player.fork(FORK);
      await sync.reached(player.head());
      await sync.stop();
      const before = await countAll(db, 0);
      await forgetCounts();
      expect(await migrate(index.store, 'genba_test')).to.equal(undefined);
      expect(await countAll(db, 0)).to.deep.equal(before);

      let head = (await readCursor(db)) as Head;
      const blocks = await db
        .selectFrom('blocks')
        .selectAll()
        .where('number', '>=', head.floor)
        .orderBy('number', 'desc')
        .execute();
      for (const { hash, number, time } of blocks) {
        if (number < head.block) await rewind(index.store, head, { block: number, block_hash: hash, block_time: time });
        head = (await readCursor(db)) as Head;
        expect(await findSumErrors(db), `at block ${number}`).to.deep.equal([]);
        for (const [kind, count] of Object.entries(await countAll(db, 0))) seen.get(kind)?.add(count);
      }
    }
    // Each kind came in blocks that were taken back.
    for (const [kind, counts] of seen) expect(counts.size, kind).to.be.above(2);
  });
});
