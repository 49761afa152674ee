import { expect } from 'chai';
import { LedgerError } from '../../../sdk/errors.js';
import { createPayoutRunner, type OutboxEntry, type Outcome, type RunnerPorts } from '../../../server/domain/payout-runner.js';
import type { ContractView, IndexView } from '../../../server/domain/reconciliation.js';

const MONEY = { tracked: 10n, fees: 1n, tables: [], accounts: [] };

/** Ports that remember; what the chain answers is scripted, because no real node loses a transaction on demand. */
function fakePorts(options: {
  tables?: number[];
  members?: number[];
  open?: OutboxEntry[];
  outcomes?: Outcome[];
  index?: Partial<IndexView>;
  contracts?: Partial<ContractView>;
  /** Ids that the contract refuses. */
  refused?: number[];
  /** Called with each comparison; what it returns is laid over the contracts' view. */
  onCompare?(tables: readonly number[], members: readonly number[]): Partial<ContractView>;
}) {
  const log: string[] = [];
  const outcomes = options.outcomes ?? [];
  let ids = 100;
  const ports: RunnerPorts = {
    buttons: {
      async sign(act, list) {
        if (list.some((one) => options.refused?.includes(one))) throw new LedgerError('CHAIN_REFUSED', { problem: 'too much' });
        log.push(`sign ${act} ${list.join(',')}`);
        return { nonce: ids, raw: `raw ${act}`, txHash: `hash ${act}` };
      },
      async send(raw) {
        log.push(`send ${raw}`);
      },
      outcome: async () => outcomes.shift() ?? { state: 'mined', block: 7 },
    },
    diary: {
      openRun: async () => 1,
      closeRun: async (_id, _now, problem) => {
        log.push(problem === null ? 'run done' : 'run failed');
      },
      dropRun: async () => {
        log.push('run dropped');
      },
      openTransactions: async () => options.open ?? [],
      async addTransaction(_runId, entry) {
        log.push(`write ${entry.act}`);
        return { ...entry, id: ++ids };
      },
      closeTransaction: async (_id, state) => {
        log.push(state);
      },
    },
    dues: {
      tables: async () => (options.tables ?? []).map((tableId) => ({ tableId, feeds: [] })),
      members: async () => options.members ?? [],
      reached: async (block) => {
        log.push(`index at ${block}`);
      },
      caughtUp: async () => {},
    },
    audit: {
      views: async (tables, members) => ({
        index: { ...MONEY, inTables: 4n, credit: 5n, ...options.index },
        contracts: { ...MONEY, held: 10n, ...options.contracts, ...options.onCompare?.(tables, members) },
      }),
    },
    now: () => 1,
    pause: async () => {},
  };
  return { run: createPayoutRunner(ports), log };
}

describe('payout runner', () => {
  it('writes each transaction down before it is sent, and waits for the index after it', async () => {
    const { run, log } = fakePorts({ tables: [2], members: [3], outcomes: [{ state: 'waiting' }, { state: 'mined', block: 7 }] });
    expect(await run()).to.deep.equal({ distributed: [2], paid: [3] });
    expect(log).to.deep.equal([
      'sign distribute 2',
      'write distribute',
      'send raw distribute',
      'index at 7',
      'confirmed',
      'sign payOut 3',
      'write payOut',
      'index at 7',
      'confirmed',
      'run done',
    ]);
  });

  it('finishes what an earlier run signed before it plans anew, sending it again', async () => {
    const open: OutboxEntry[] = [{ id: 5, act: 'payOut', ids: [1], nonce: 0, raw: 'raw old', txHash: 'hash old' }];
    const { run, log } = fakePorts({ open, outcomes: [{ state: 'waiting' }, { state: 'mined', block: 4 }] });
    await run();
    expect(log).to.deep.equal(['send raw old', 'index at 4', 'confirmed', 'run dropped']);
  });

  it('lets go of a transaction whose nonce another one took', async () => {
    const open: OutboxEntry[] = [{ id: 5, act: 'payOut', ids: [1], nonce: 0, raw: 'raw old', txHash: 'hash old' }];
    const { run, log } = fakePorts({ open, outcomes: [{ state: 'superseded' }] });
    await run();
    expect(log).to.deep.equal(['superseded', 'run dropped']);
  });

  it('never lets one refused id block the others, and says so at the end', async () => {
    const { run, log } = fakePorts({ tables: [6, 5, 4, 3], members: [7], refused: [4] });
    const outcome = await run().catch((error: { code: string }) => error);
    expect(outcome).to.include({ code: 'CHAIN_REFUSED' });
    expect(log.filter((line) => line.startsWith('sign'))).to.deep.equal([
      'sign distribute 6,5',
      'sign distribute 3',
      'sign payOut 7',
    ]);
    expect(log.at(-1)).to.equal('run failed');
  });

  it('does not take a reverted transaction for done', async () => {
    const { run, log } = fakePorts({ tables: [2], outcomes: [{ state: 'reverted', block: 3 }] });
    const outcome = await run().catch((error: { code: string }) => error);
    expect(outcome).to.include({ code: 'CHAIN_REFUSED' });
    expect(log).to.include('reverted');
    expect(log).to.not.include('confirmed');
  });

  it('compares what differed again in every run, until it agrees', async () => {
    const compared: (readonly number[])[] = [];
    let broken = true;
    const { run } = fakePorts({
      members: [3],
      onCompare: (_tables, members) => {
        compared.push(members);
        return broken ? { fees: 2n } : {};
      },
    });
    for (const outcome of [
      await run().catch((error: { code: string }) => error),
      await run().catch((error: { code: string }) => error),
    ]) {
      expect(outcome).to.include({ code: 'RECONCILIATION_FAILED' });
    }
    broken = false;
    await run();
    expect(compared).to.deep.equal([[3], [3], [3]]);
  });

  it('keeps no diary of a run that found nothing', async () => {
    const { run, log } = fakePorts({});
    await run();
    expect(log).to.deep.equal(['run dropped']);
  });

  for (const [name, difference] of [
    ['tracked differs', { contracts: { tracked: 11n, held: 11n } }],
    ['fees differ', { contracts: { fees: 2n } }],
    ['the parts do not make the whole', { index: { credit: 6n } }],
    ['the ledger holds less than it tracks', { contracts: { held: 9n } }],
    [
      'a table differs',
      {
        index: { tables: [{ id: 2, sales: { total: 5n, done: 5n }, royalties: { total: 0n, done: 0n } }] },
        contracts: { tables: [{ id: 2, sales: { total: 5n, done: 4n }, royalties: { total: 0n, done: 0n } }] },
      },
    ],
    [
      'a member differs',
      { index: { accounts: [{ id: 3, total: 5n, done: 1n }] }, contracts: { accounts: [{ id: 3, total: 6n, done: 1n }] } },
    ],
  ] as const) {
    it(`fails when ${name}`, async () => {
      const { run, log } = fakePorts({ members: [3], ...(difference as object) });
      const outcome = await run().catch((error: { code: string }) => error);
      expect(outcome).to.include({ code: 'RECONCILIATION_FAILED' });
      expect(log.at(-1)).to.equal('run failed');
    });
  }

  it('gives up on a transaction that is never mined, and leaves it in the outbox', async () => {
    const waiting = Array.from({ length: 600 }, (): Outcome => ({ state: 'waiting' }));
    const { run, log } = fakePorts({ tables: [4, 3, 2], outcomes: waiting });
    const outcome = await run().catch((error: { code: string }) => error);
    expect(outcome).to.include({ code: 'CHAIN_REFUSED' });
    expect(log.filter((line) => line.startsWith('sign'))).to.deep.equal(['sign distribute 4,3,2']);
    expect(log.filter((line) => line.startsWith('send'))).to.have.length(12);
    expect(log).to.not.include('confirmed');
  });
});
