import { expect } from 'chai';
import { type Kysely, sql } from 'kysely';
import type { Engine } from '../../../server/store/engine.js';
import {
  createPayoutDiary,
  findEffects,
  findPayoutRun,
  listPayoutRuns,
  type OutboxTransaction,
} from '../../../server/store/payout-runs.js';
import { listDueMembers, listDueTables, payoutAccounts, readFeesDue, readTotals } from '../../../server/store/revenue.js';
import type { Database } from '../../../server/store/schema.js';
import { openEmptyStore } from '../../support/stores.js';

const SENDER = '0xrunner';
const AWAY = { code: 'NODE_UNREACHABLE', message: 'the node is away' };

const transaction = (nonce: number, more: Partial<OutboxTransaction> = {}): Omit<OutboxTransaction, 'id'> => ({
  act: 'payOut',
  ids: [3, 4],
  nonce,
  raw: `raw ${nonce}`,
  txHash: `hash ${nonce} ${JSON.stringify(more, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`,
  gasLimit: 90_000,
  gasPrice: { type: 'legacy', price: 7n },
  signedAt: 50,
  ...more,
});
const hold = (id: number, more: object = {}) => ({
  kind: 'member' as const,
  id,
  reason: 'refused',
  account: `0x${id}`,
  failures: 1,
  since: 5,
  until: 65,
  block: 10,
  ...more,
});

describe('payout diary', () => {
  let store: Engine;
  let db: Kysely<Database>;
  let diary: ReturnType<typeof createPayoutDiary>;
  let logs = 0;

  before(async () => {
    store = await openEmptyStore();
    db = store.db;
    diary = createPayoutDiary(db);
  });
  beforeEach(async () => {
    await sql`truncate payout_runs, payout_transactions, payout_holds, members, payouts, events, distributions, distribution_lines,
      payees, table_totals, accounts restart identity`.execute(db);
    await db.updateTable('books').set({ fees: '0', fees_paid: '0', consortium_id: 0 }).execute();
  });
  after(() => store.close());

  const place = (block: number) => ({ log_index: ++logs, block });
  const addMember = async (id: number, more: object = {}) => {
    const row = {
      id,
      legal_name: `Company ${id}`,
      scheme: 'LEI',
      identifier: `X${id}`,
      identifier_hash: `0xhash${id}`,
      credential_hash: '0x',
      notary_id: 1,
      status: 'active' as const,
      admitted_at: 1,
      valid_until: 1_000,
      payout_account: `0x${id}`,
      payout_minimum: '0',
      block: 1,
      ...more,
    };
    await db.insertInto('members').values(row).execute();
  };
  const addPayout = async (
    member: number,
    block: number,
    txHash: string,
    more: { kind?: 'credit' | 'fee'; amount?: string; failed?: boolean } = {},
  ) => {
    const at = { ...place(block), tx_hash: txHash };
    const timed = { ...at, block_time: block * 10 };
    const { kind = 'credit', amount = '5', failed = false } = more;
    const row = { kind, member_id: member, account: `0x${member}`, amount, failed };
    await db
      .insertInto('payouts')
      .values({ ...timed, ...row })
      .execute();
    const type = kind === 'fee' ? 'FeesPaid' : failed ? 'PayoutFailed' : 'PaidOut';
    await db
      .insertInto('events')
      .values({ ...at, contract: '0x', type, args: '{}' })
      .execute();
  };
  const addDistribution = async (table: number, block: number, txHash: string, sales: string, given: string[]) => {
    const at = { ...place(block), tx_hash: txHash };
    await db
      .insertInto('distributions')
      .values({ ...at, block_time: block * 10, table_id: table, sales_settled: sales, royalties_settled: '0' })
      .execute();
    await db
      .insertInto('events')
      .values({ ...at, contract: '0x', type: 'Distributed', args: '{}' })
      .execute();
    const { log_index } = at;
    const lines = given.map((amount, position) => {
      return { log_index, block, table_id: table, position, kind: 'originator' as const, payee_id: position, amount };
    });
    await db.insertInto('distribution_lines').values(lines).execute();
  };

  it('gives the outbox back as it was written, by sender, oldest first', async () => {
    const run = await diary.openRun(5);
    const market = transaction(1, { act: 'distribute', gasPrice: { type: 'market', price: 9n, priority: 2n } });
    const first = await diary.addTransaction(run, SENDER, transaction(0));
    await diary.addTransaction(run, SENDER, market);
    await diary.addTransaction(run, '0xother', transaction(2));
    expect(await diary.openTransactions(SENDER)).to.deep.equal([first, { ...market, id: first.id + 1 }]);
  });

  it('ends a nonce in one step: winner, losers, holds', async () => {
    const run = await diary.openRun(5);
    await addMember(3);
    const [first, second] = [
      await diary.addTransaction(run, SENDER, transaction(0)),
      await diary.addTransaction(run, SENDER, transaction(0, { signedAt: 60 })),
    ];
    await diary.closeNonce({ winner: { id: second.id, state: 'confirmed', block: 8 }, losers: [first.id], holds: [hold(3)] });
    const found = await findPayoutRun(db, run);
    expect(found?.transactions.map(({ state, block }) => [state, block])).to.deep.equal([
      ['superseded', null],
      ['confirmed', 8],
    ]);
    expect(await diary.openTransactions(SENDER)).to.deep.equal([]);
    expect(await diary.holds()).to.deep.equal([hold(3)]);
  });

  it('counts the same failure on, and begins a row for another one', async () => {
    await diary.noteFailure(1, 2, AWAY);
    await diary.noteFailure(3, 4, AWAY);
    await diary.noteFailure(5, 6, { ...AWAY, message: 'still away' });
    await diary.noteFailure(7, 8, { code: 'INDEX_STUCK', message: 'the index stands' });
    await diary.noteFailure(9, 10, AWAY);
    const runs = await listPayoutRuns(db, { after: 0, limit: 10 });
    expect(runs.map((run) => [run.problem_code, run.problem, run.started_at, run.finished_at, run.repeats])).to.deep.equal([
      ['NODE_UNREACHABLE', 'the node is away', 9, 10, 0],
      ['INDEX_STUCK', 'the index stands', 7, 8, 0],
      ['NODE_UNREACHABLE', 'still away', 1, 6, 2],
    ]);
  });

  it('lists runs newest first, from below an id', async () => {
    for (let at = 1; at <= 5; at++) await diary.closeRun(await diary.openRun(at), at, null);
    expect((await listPayoutRuns(db, { after: 0, limit: 2 })).map((run) => run.id)).to.deep.equal([5, 4]);
    expect((await listPayoutRuns(db, { after: 4, limit: 2 })).map((run) => run.id)).to.deep.equal([3, 2]);
    expect(await findPayoutRun(db, 9)).to.equal(undefined);
  });

  it('ends runs that a crash cut off', async () => {
    const run = await diary.openRun(1);
    await diary.closeInterrupted(9, SENDER);
    expect(await findPayoutRun(db, run)).to.include({ state: 'failed', problem_code: 'INTERRUPTED', finished_at: 9 });
  });

  it('lets go of what another key signed', async () => {
    const run = await diary.openRun(1);
    for (const sender of [SENDER, '0xother'])
      await diary.addTransaction(run, sender, transaction(0, { raw: sender, signedAt: sender.length }));
    await diary.closeInterrupted(9, SENDER);
    expect((await findPayoutRun(db, run))?.transactions.map((one) => one.state)).to.deep.equal(['open', 'superseded']);
  });

  it('knows the highest nonce that is confirmed', async () => {
    const run = await diary.openRun(1);
    expect(await diary.lastNonce(SENDER)).to.equal(-1);
    for (const nonce of [0, 1, 2]) {
      const { id } = await diary.addTransaction(run, SENDER, transaction(nonce));
      if (nonce < 2) await diary.closeNonce({ winner: { id, state: 'confirmed', block: nonce }, losers: [], holds: [] });
    }
    expect(await diary.lastNonce(SENDER)).to.equal(1);
    expect(await diary.lastNonce('0xother')).to.equal(-1);
  });

  describe('holds', () => {
    beforeEach(async () => {
      await addMember(3);
      await diary.hold([hold(3)]);
    });

    it('are written over by later ones of the same id', async () => {
      await diary.hold([hold(3, { failures: 2, until: 200 })]);
      expect((await diary.holds()).map(({ failures, until }) => [failures, until])).to.deep.equal([[2, 200]]);
    });

    it('end with a payout in a later block, whoever sent it', async () => {
      await addPayout(3, 10, 'earlier');
      await addPayout(3, 11, 'failed again', { failed: true });
      await addPayout(4, 12, "another member's");
      expect(await diary.holds()).to.have.length(1);
      await addPayout(3, 12, 'paid');
      expect(await diary.holds()).to.deep.equal([]);
    });

    it('end with a new payout account', async () => {
      await db.updateTable('members').set({ payout_account: '0xnew' }).where('id', '=', 3).execute();
      expect(await diary.holds()).to.deep.equal([]);
    });

    it('of tables end with a distribution, those of fees with a payment of fees', async () => {
      await db.updateTable('books').set({ consortium_id: 3 }).execute();
      await diary.hold([hold(7, { kind: 'table', account: '' }), hold(0, { kind: 'fees', account: '0x3' })]);
      expect((await diary.holds()).map((one) => one.kind)).to.deep.equal(['fees', 'member', 'table']);
      await addDistribution(7, 11, 'd', '5', ['5']);
      await addPayout(3, 11, 'f', { kind: 'fee' });
      expect((await diary.holds()).map((one) => one.kind)).to.deep.equal(['member']);
    });
  });

  it('tells what transactions did by the events that they left, not by what was planned', async () => {
    await addDistribution(7, 3, 'before', '100', ['60', '39']);
    await addDistribution(7, 5, 'ours 1', '150', ['30', '20']);
    await addPayout(3, 6, 'ours 2');
    await addPayout(4, 6, 'ours 2', { failed: true });
    await addPayout(1, 6, 'ours 2', { kind: 'fee', amount: '2' });
    await addPayout(5, 6, "somebody's");
    const effects = await findEffects(db, [
      { txHash: 'ours 1', block: 5 },
      { txHash: 'ours 2', block: 6 },
    ]);
    expect(effects).to.deep.equal({
      distributed: [{ tableId: 7, sales: '50', royalties: '0', given: '50' }],
      paid: [{ memberId: 3, account: '0x3', amount: '5' }],
      refused: [{ memberId: 4, account: '0x4', amount: '5' }],
      fees: [{ memberId: 1, account: '0x1', amount: '2' }],
    });
    expect(await findEffects(db, [])).to.deep.equal({ distributed: [], paid: [], refused: [], fees: [] });
  });

  it('says what is due, to whom, where, and which payees were never credited', async () => {
    for (const id of [1, 2, 3]) await addMember(id, { payout_minimum: id === 3 ? '100' : '0' });
    const payee = (table_id: number, position: number, kind: 'originator' | 'royalty', payee_id: number, share_bps: number) => {
      return { table_id, position, kind, payee_id, share_bps, onward: true, block: 1 };
    };
    await db
      .insertInto('payees')
      .values([
        payee(9, 0, 'originator', 1, 7_000),
        payee(9, 1, 'originator', 2, 2_000),
        payee(9, 2, 'royalty', 4, 1_000),
        payee(9, 3, 'royalty', 5, 0),
        payee(4, 0, 'originator', 3, 10_000),
        payee(5, 0, 'originator', 3, 10_000),
      ])
      .execute();
    await db.insertInto('table_totals').values({ table_id: 9, sales_total: '30', sales_done: '10' }).execute();
    await db.insertInto('table_totals').values({ table_id: 5, royalties_total: '4', royalties_done: '4' }).execute();
    await db
      .insertInto('accounts')
      .values([
        { member_id: 1, credited: '7', paid: '2' },
        { member_id: 3, credited: '99', paid: '0' },
      ])
      .execute();
    const fed = { tableId: 4, payees: 1, fresh: [] };
    const [due] = await listDueTables(db);
    expect({ ...due, fresh: due?.fresh.toSorted() }).to.deep.equal({
      tableId: 9,
      payees: 4,
      fresh: ['m2', 't4'],
      sales: '20',
      royalties: '0',
      feeds: [fed],
    });
    expect(await listDueMembers(db, 500)).to.deep.equal([{ memberId: 1, account: '0x1', amount: '5' }]);
    // Who is not active any more is paid below its minimum.
    expect((await listDueMembers(db, 1_000)).map((one) => one.memberId)).to.deep.equal([1, 3]);
    expect(await payoutAccounts(db, [2, 3])).to.deep.equal(
      new Map([
        [2, '0x2'],
        [3, '0x3'],
      ]),
    );
    expect(await readTotals(db, [9, 8], [1, 2])).to.deep.equal({
      tables: [
        { id: 9, sales: { total: 30n, done: 10n }, royalties: { total: 0n, done: 0n } },
        { id: 8, sales: { total: 0n, done: 0n }, royalties: { total: 0n, done: 0n } },
      ],
      accounts: [
        { id: 1, total: 7n, done: 2n },
        { id: 2, total: 0n, done: 0n },
      ],
    });
  });

  it('knows when fees were paid last', async () => {
    await addMember(1);
    expect(await readFeesDue(db)).to.deep.equal({ waiting: '0', memberId: 0, account: '', lastPaidAt: null });
    await db.updateTable('books').set({ fees: '9', fees_paid: '2', consortium_id: 1 }).execute();
    await addPayout(1, 7, 'f', { kind: 'fee' });
    await addPayout(1, 9, 'c');
    expect(await readFeesDue(db)).to.deep.equal({ waiting: '7', memberId: 1, account: '0x1', lastPaidAt: 70 });
  });
});
