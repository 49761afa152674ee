import { expect } from 'chai';
import type { PayoutRunRow } from '../../../server/domain/money-reads.js';
import type { LedgerReads } from '../../../server/domain/reads.js';
import { viewPlan, viewRun, viewRuns } from '../../../server/domain/run-view.js';

const HOLD = { reason: 'refused', account: '0x3', failures: 2, since: 10, until: 100, block: 5 };
const RUN: PayoutRunRow = {
  id: 4,
  started_at: 10,
  finished_at: 12,
  state: 'done',
  problem: null,
  problem_code: null,
  repeats: 0,
  transactions: [
    {
      act: 'payOut',
      ids: [2, 3],
      nonce: 7,
      tx_hash: '0xa',
      state: 'confirmed',
      block: 9,
      gas_limit: 5,
      gas_price: '1',
      signed_at: 11,
    },
    {
      act: 'payOut',
      ids: [2, 3],
      nonce: 7,
      tx_hash: '0xb',
      state: 'superseded',
      block: null,
      gas_limit: 5,
      gas_price: '2',
      signed_at: 11,
    },
  ],
};

/** Rows as the store gives them; what it gives is tested there. */
function fakeReads(changes: Partial<LedgerReads> = {}): LedgerReads {
  const reads: Partial<LedgerReads> = {
    payoutLimits: () => ({ gasPerTransaction: 5_000_000, feesSeconds: 60 }),
    listHolds: async () => [
      { kind: 'member', id: 3, ...HOLD },
      { kind: 'table', id: 8, ...HOLD, account: '' },
    ],
    listDueTables: async () =>
      [9, 8].map((tableId) => ({
        tableId,
        payees: 1,
        fresh: [],
        sales: '10',
        royalties: '0',
        feeds: [{ tableId: 4, payees: 1, fresh: [] }],
      })),
    listDueMembers: async () => [
      { memberId: 2, account: '0x2', amount: '5' },
      { memberId: 3, account: '0x3', amount: '6' },
    ],
    readFeesDue: async () => ({ waiting: '7', memberId: 1, account: '0x1', lastPaidAt: 20 }),
    legalNames: async (ids) => new Map([...ids].map((id) => [id, `Company ${id}`])),
    listPayoutRuns: async () => [RUN],
    findPayoutRun: async (id) => (id === RUN.id ? RUN : undefined),
    findEffects: async (transactions) => ({
      distributed: [],
      paid: transactions.map(({ txHash }) => ({ memberId: 2, account: txHash, amount: '5' })),
      refused: [],
      fees: [],
    }),
    ...changes,
  };
  return reads as LedgerReads;
}

describe('payout views', () => {
  it('plans what a run would do: tables, members, batches with gas, fees, and what is held back', async () => {
    const plan = await viewPlan(fakeReads(), 90);
    expect(plan.distribute).to.deep.equal([[9, 4]]);
    expect(plan.payOut).to.deep.equal([[2]]);
    expect(plan.batches.map(({ act, ids }) => [act, ids])).to.deep.equal([
      ['distribute', [9, 4]],
      ['payOut', [2]],
      ['payFees', []],
    ]);
    for (const { gas } of plan.batches) expect(gas).to.be.within(50_000, 100_000);
    expect(plan.tables).to.deep.equal([
      { tableId: 9, sales: '10', royalties: '0', fed: false },
      { tableId: 4, sales: '0', royalties: '0', fed: true },
    ]);
    expect(plan.members).to.deep.equal([{ memberId: 2, account: '0x2', amount: '5', legalName: 'Company 2' }]);
    expect(plan.fees).to.include({ waiting: '7', push: true });
    const { block: _, ...shown } = HOLD;
    expect(plan.heldBack).to.deep.equal([
      { kind: 'member', id: 3, ...shown, waits: true, amount: '6', legalName: 'Company 3' },
      { kind: 'table', id: 8, ...shown, account: '', waits: true },
    ]);
  });

  it('plans what was held back once its time has come, and no fees before theirs', async () => {
    const plan = await viewPlan(fakeReads({ payoutLimits: () => ({ gasPerTransaction: 60_000, feesSeconds: 100 }) }), 100);
    expect(plan.distribute).to.deep.equal([[9], [8], [4]]);
    expect(plan.payOut).to.deep.equal([[2], [3]]);
    expect(plan.fees.push).to.equal(false);
    expect(plan.heldBack.map((one) => one.waits)).to.deep.equal([false, false]);
  });

  it('shows a run by what its mined transactions did', async () => {
    const run = await viewRun(fakeReads(), 4);
    expect(run.paid).to.deep.equal([{ memberId: 2, account: '0xa', amount: '5', legalName: 'Company 2' }]);
    expect(run.transactions.map(({ txHash, state }) => [txHash, state])).to.deep.equal([
      ['0xa', 'confirmed'],
      ['0xb', 'superseded'],
    ]);
    expect((await viewRuns(fakeReads(), { after: 0, limit: 5 })).data).to.have.length(1);
  });

  it('knows no other runs', async () => {
    const outcome = await viewRun(fakeReads(), 5).catch((error: { code: string }) => error);
    expect(outcome).to.include({ code: 'NOT_FOUND' });
  });
});
