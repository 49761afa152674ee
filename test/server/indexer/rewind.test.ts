import { expect } from 'chai';
import type { Sync } from '../../../server/indexer/sync.js';
import { REWIND_DEPTH } from '../../../server/store/undo.js';
import { createRandom } from '../../differential/random.js';
import { type ChainPlayer, playChain } from '../../support/chain-player.js';
import { dumpFresh, openPlayedIndex, type PlayedIndex } from '../../support/played-index.js';
import { type RecordedChain, recordChain } from '../../support/recorded-chain.js';
import { dumpIndex } from '../../support/store-dump.js';

const SEED = Date.now() % 1_000_000;

describe(`rewind (seed ${SEED})`, function () {
  this.timeout(300_000);
  const random = createRandom(SEED);
  let record: RecordedChain;
  let player: ChainPlayer;
  let index: PlayedIndex;
  let sync: Sync;

  before(async () => {
    record = await recordChain();
  });
  beforeEach(async () => {
    player = await playChain(record, random, 150);
    index = await openPlayedIndex(record, player);
    sync = await index.start();
    await sync.reached(player.head());
  });
  afterEach(async () => {
    await sync.stop();
    await index.close();
    await player.close();
  });

  it('has all kinds of rows to take back', async () => {
    player.mine(player.left());
    const dump = await dumpFresh(record, player);
    const filled = Object.keys(dump).filter((table) => dump[table]?.length !== 0);
    expect(filled).to.include.members([
      'events',
      'grants',
      'payees',
      'distribution_lines',
      'payouts',
      'table_totals',
      'accounts',
    ]);
  });

  it(`goes back to the common ancestor, up to ${REWIND_DEPTH} blocks, bit for bit as a fresh index`, async () => {
    for (const depth of [1, 2, 7, 31, REWIND_DEPTH]) {
      player.mine(20);
      await sync.reached(player.head());
      const before = player.head();
      player.fork(depth);
      await sync.reached(player.head());
      expect(index.rewinds.at(-1)).to.deep.equal([before, before - depth]);
      expect(await dumpIndex(index.store), `after ${depth} blocks`).to.deep.equal(await dumpFresh(record, player));
    }
    const rewinds = await index.store.db.selectFrom('rewinds').selectAll().orderBy('id').execute();
    expect(rewinds.map(({ from_block, to_block }) => from_block - to_block)).to.deep.equal([1, 2, 7, 31, REWIND_DEPTH]);
  });

  it('goes back at the next start when the chain has turned meanwhile', async () => {
    await sync.stop();
    player.fork(10);
    sync = await index.start();
    await sync.reached(player.head());
    expect(await dumpIndex(index.store)).to.deep.equal(await dumpFresh(record, player));
  });

  it('waits when the chain has turned deeper than it can go back, and changes nothing', async () => {
    const before = await dumpIndex(index.store);
    player.fork(REWIND_DEPTH + 1);
    while (sync.status().problem === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sync.status().problem?.code).to.equal('LINK_BROKEN');
    expect(await dumpIndex(index.store)).to.deep.equal(before);
    await sync.stop();
    const refused = await index.start().catch((error: { code: string }) => error);
    expect(refused).to.include({ code: 'INDEX_AHEAD' });
  });

  it('opens again what the payout runner thought to be mined', async () => {
    const { db } = index.store;
    const common = {
      run_id: 1,
      act: 'payOut' as const,
      ids: '[]',
      raw: '0x',
      sender: '0xrunner',
      gas_price: '0',
      gas_limit: 1,
      signed_at: 1,
    };
    const add = (nonce: number, state: 'confirmed' | 'superseded', block: number | null) =>
      db
        .insertInto('payout_transactions')
        .values({ ...common, nonce, tx_hash: `${nonce} ${state}`, state, block })
        .execute();
    await add(1, 'confirmed', player.head() - 20);
    await add(2, 'confirmed', player.head() - 3);
    await add(2, 'superseded', null);
    player.fork(10);
    await sync.reached(player.head());
    const rows = await db.selectFrom('payout_transactions').select(['tx_hash', 'state', 'block']).orderBy('id').execute();
    expect(rows.map(({ block, state, tx_hash }) => [tx_hash, state, block !== null])).to.deep.equal([
      ['1 confirmed', 'confirmed', true],
      ['2 confirmed', 'open', false],
      ['2 superseded', 'open', false],
    ]);
  });

  it('takes no event back because of wrong answers', async () => {
    // Only the hash of a block without events can be wrong unseen, until the next block tells.
    player.misbehave(0.3, ['wrongHash']);
    const count = async () => (await index.store.db.selectFrom('events').select('block').execute()).length;
    for (let round = 0, events = await count(); round < 20 || player.misbehaved.wrongHash <= 5; round++) {
      player.mine(1);
      await sync.reached(player.head());
      expect(await count()).to.be.at.least(events);
      events = await count();
    }
    player.misbehave(0);
    player.mine(1);
    await sync.reached(player.head());
    expect(await dumpIndex(index.store)).to.deep.equal(await dumpFresh(record, player));
  });
});
