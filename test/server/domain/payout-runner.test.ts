import { expect } from 'chai';
import { needsSomeone } from '../../../server/domain/alerts.js';
import type { GasPrice } from '../../../server/domain/payout-ports.js';
import { createPayoutRunner } from '../../../server/domain/payout-runner.js';
import { away, fakeWorld } from './fake-payouts.js';

type World = ReturnType<typeof fakeWorld>;

/** Gas for one table of one payee in a transaction, and no more. */
const ONE_TABLE = 50_000;

const start = (world: World) => createPayoutRunner(world.ports());
const codeOf = (running: Promise<unknown>) =>
  running.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? String(error),
  );
const codes = async (runner: ReturnType<typeof start>) => (await runner.alerts()).map((one) => one.code);
/** Tables 1 to n, each of which pays 10 to the member of its number. */
const tablesTo = (count: number) => Array.from({ length: count }, (_, i) => ({ id: i + 1, due: 10n, member: i + 1 }));
const paidAll = (world: World, count: number, amount = 10n) =>
  expect([...world.paid]).to.deep.equal(Array.from({ length: count }, (_, i) => [i + 1, amount]));
const states = (world: World) => world.rows.map((row) => row.state);
/** Every nonce was mined once, and nothing is left in the outbox. */
const allEnded = (world: World) => {
  expect(states(world)).to.not.include('open');
  expect(world.pool.size).to.equal(0);
  const mined = world.rows.filter((row) => row.state === 'confirmed' || row.state === 'reverted').map((row) => row.nonce);
  expect(new Set(mined).size).to.equal(mined.length);
};

describe('payout runner', () => {
  it('writes each transaction down before it is sent, and pays only what the index has confirmed', async () => {
    const world = fakeWorld({
      tables: [
        { id: 9, due: 10n, member: 2, feeds: 4 },
        { id: 4, due: 0n, member: 3 },
      ],
    });
    const report = await start(world).run();
    const steps = world.log.filter((name) =>
      /sign|addTransaction|send|closeNonce|dues\.(members|reached)|openRun|closeRun/.test(name),
    );
    const each = ['buttons.sign', 'diary.addTransaction', 'buttons.send', 'dues.reached', 'diary.closeNonce'];
    const [sign, ...rest] = each as [string, ...string[]];
    expect(steps).to.deep.equal([sign, 'diary.openRun', ...rest, 'dues.members', ...each, 'diary.closeRun']);
    expect(world.rows.map(({ act, ids }) => [act, ids])).to.deep.equal([
      ['distribute', [9, 4]],
      ['payOut', [2, 3]],
    ]);
    expect(report.distributed.map((one) => [one.tableId, one.given])).to.deep.equal([
      [9, '10'],
      [4, '5'],
    ]);
    expect(report.paid).to.deep.equal([
      { memberId: 2, account: '0xaccount2', amount: '5' },
      { memberId: 3, account: '0xaccount3', amount: '5' },
    ]);
  });

  it('keeps no diary of a run that found nothing', async () => {
    const world = fakeWorld({});
    await start(world).run();
    expect(world.runs).to.deep.equal([]);
  });

  it('has up to 64 transactions in flight, with nonces in order, so that many batches do not wait for a block each', async () => {
    const world = fakeWorld({ tables: tablesTo(100), gasPerTransaction: ONE_TABLE });
    await start(world).run();
    paidAll(world, 100);
    expect(world.mostPooled).to.equal(64);
    expect(world.rows.map((row) => row.nonce)).to.deep.equal(world.rows.map((_, i) => i));
    const distributed = world.rows.filter((row) => row.act === 'distribute').flatMap((row) => row.ids);
    expect(distributed).to.deep.equal(Array.from({ length: 100 }, (_, i) => 100 - i));
    // 100 distributions and payouts, most of them at once: far fewer looks than transactions.
    expect(world.pauses.length).to.be.below(30);
    allEnded(world);
  });

  describe('killed before or after any step', () => {
    for (const when of ['before', 'after'] as const) {
      it(`loses nothing and doubles nothing when killed ${when} each port call`, async () => {
        let steps = 0;
        for (let step = 1; ; step++) {
          const world = fakeWorld({
            tables: [...tablesTo(5).map((one) => ({ ...one, ...(one.id > 1 && { feeds: 1 }) }))],
            fees: 7n,
            gasPerTransaction: ONE_TABLE,
          });
          world.refusedMembers.add(3);
          /** A process that dies at a port call; a dead one makes no further call. */
          const runUntil = async (last: number) => {
            let calls = 0;
            world[when === 'before' ? 'onCall' : 'afterCall'] = () => {
              calls += 1;
              if (calls >= last) throw new Error('killed');
            };
            const outcome = await codeOf(start(world).run());
            [world.onCall, world.afterCall] = [undefined, undefined];
            // Blocks go on while nobody is there.
            if (step % 2 === 0) world.mine();
            return outcome;
          };
          const first = await runUntil(step);
          // And once more, while it picks up the pieces.
          await runUntil(1 + ((step * 7) % 50));
          await start(world).run();
          expect([...world.paid], `step ${step}`).to.deep.equal([
            [1, 30n],
            [2, 5n],
            [3, 0n],
            [4, 5n],
            [5, 5n],
          ]);
          expect([world.fees, world.feesTransfers], `step ${step}`).to.deep.equal([0n, 1]);
          expect(
            world.holdRows.map(({ kind, id, failures }) => [kind, id, failures]),
            `step ${step}`,
          ).to.deep.equal([['member', 3, 1]]);
          // Held back with the very step that confirms the refusal: not tried again at once.
          expect(
            [...world.effects.values()].flatMap((one) => one.refused),
            `step ${step}`,
          ).to.have.length(1);
          allEnded(world);
          expect(
            world.runs.filter((run) => run.state === 'running'),
            `step ${step}`,
          ).to.deep.equal([]);
          steps = step;
          if (first === 'none') break;
        }
        expect(steps).to.be.above(80);
      });
    }
  });

  describe('given a node that is away', () => {
    it('asks again with growing pauses, and goes on where it was', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      let failures = 6;
      world.onCall = (name) => {
        if (name === 'buttons.send' && failures-- > 0) away();
      };
      await start(world).run();
      paidAll(world, 1);
      expect(world.pauses.slice(0, 6)).to.deep.equal([250, 500, 1000, 2000, 4000, 8000]);
    });

    it('gives up after a while with a code that says so, tells it once in the diary, and goes on by itself', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      world.onCall = (name) => {
        if (name.startsWith('buttons.minedCount')) away();
      };
      const runner = start(world);
      for (let again = 0; again < 3; again++) expect(await codeOf(runner.run())).to.equal('NODE_UNREACHABLE');
      expect(world.runs).to.deep.equal([{ id: 1, state: 'failed', code: 'NODE_UNREACHABLE', repeats: 2 }]);
      const [alert] = await runner.alerts();
      expect(alert).to.include({ code: 'NODE_UNREACHABLE' });
      expect(alert?.since).to.be.below(world.seconds - 100);
      world.onCall = undefined;
      await runner.run();
      paidAll(world, 1);
      expect(await codes(runner)).to.deep.equal([]);
    });
  });

  describe('given transactions that get lost', () => {
    it('sends again what a node has forgotten', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      let forgets = 3;
      world.onPause = () => {
        if (forgets-- > 0) world.pool.clear();
      };
      await start(world).run();
      paidAll(world, 1);
      expect(states(world)).to.deep.equal(['confirmed', 'confirmed']);
      expect(world.sent.length).to.equal(3);
    });

    it('takes a transaction for open again that a rewind took out of its block', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      let rewound = false;
      world.afterCall = (name) => {
        if (name !== 'dues.reached' || rewound) return;
        rewound = true;
        world.receipts.clear();
        world.mined = 0;
        const table = world.tables.get(1) as { due: bigint };
        table.due = 10n;
        world.credit.set(1, 0n);
      };
      await start(world).run();
      paidAll(world, 1);
      allEnded(world);
    });

    it('gives no nonce twice when the node counts too few, and takes none for stolen', async () => {
      const world = fakeWorld({ tables: tablesTo(3), gasPerTransaction: ONE_TABLE });
      const runner = start(world);
      await runner.run();
      for (const table of world.tables.values()) table.due = 10n;
      world.lag = 2;
      let pauses = 0;
      world.onPause = () => {
        if (++pauses > 20) world.lag = 0;
      };
      await runner.run();
      paidAll(world, 3, 20n);
      expect(new Set(states(world))).to.deep.equal(new Set(['confirmed']));
      expect(await codes(runner)).to.deep.equal([]);
    });

    it('fills the nonces that are missing in front of what an earlier run signed', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      world.mining = false;
      const runner = start(world);
      await codeOf(runner.run());
      const [open] = world.rows;
      if (open === undefined) throw new Error('nothing was signed');
      // The store is of a time when two transactions of the chain were not known.
      const raw = open.raw.replace('"nonce":0', '"nonce":2');
      Object.assign(open, { nonce: 2, raw, txHash: `hash of ${raw}` });
      world.rows.splice(1);
      world.pool.clear();
      world.mining = true;
      await start(world).run();
      paidAll(world, 1);
      expect(world.rows.filter((row) => row.ids.length === 0).map((row) => [row.act, row.nonce])).to.deep.equal([
        ['distribute', 0],
        ['distribute', 1],
      ]);
      allEnded(world);
    });
  });

  describe('given transactions that are not mined', () => {
    for (const [name, first] of [
      ['by gas price', { type: 'legacy', price: 100n }],
      ['by base fee and tip', { type: 'market', price: 100n, priority: 2n }],
    ] as const satisfies [string, GasPrice][]) {
      it(`replaces the first in line, priced ${name}, by one that offers an eighth more`, async () => {
        const world = fakeWorld({ tables: tablesTo(1), gasPrice: first });
        world.minimumPrice = 120n;
        await start(world).run();
        paidAll(world, 1);
        const attempts = world.rows.filter((row) => row.act === 'distribute');
        expect(attempts.map((row) => [row.nonce, row.state])).to.deep.equal([
          [0, 'superseded'],
          [0, 'superseded'],
          [0, 'confirmed'],
        ]);
        for (const [i, row] of attempts.slice(1).entries()) {
          const before = (attempts[i] as (typeof attempts)[number]).gasPrice;
          expect(row.gasPrice.price * 1000n >= before.price * 1125n).to.equal(true);
          if (row.gasPrice.type === 'market' && before.type === 'market') {
            expect(row.gasPrice.priority * 1000n >= before.priority * 1125n).to.equal(true);
          }
        }
        allEnded(world);
      });
    }

    it('takes the first attempt for the one that counts when that is mined after all', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      world.mining = false;
      world.onPause = () => {
        const replaced = world.rows.length === 2;
        if (!replaced) return;
        // A validator had kept the first one.
        const [row] = world.rows;
        if (row === undefined) return;
        world.pool.set(0, { ...row, hash: row.txHash });
        world.mining = true;
        world.onPause = undefined;
      };
      await start(world).run();
      paidAll(world, 1);
      expect(states(world).slice(0, 2)).to.deep.equal(['confirmed', 'superseded']);
    });

    it('gives up on one after three times the setting, leaves it in the outbox, and says since when', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      world.mining = false;
      const began = world.seconds;
      const runner = start(world);
      expect(await codeOf(runner.run())).to.equal('TRANSACTION_STUCK');
      expect(await codeOf(runner.run())).to.equal('TRANSACTION_STUCK');
      const [alert] = await runner.alerts();
      expect(alert).to.deep.include({ code: 'TRANSACTION_STUCK', since: began });
      expect(world.seconds - began).to.be.within(359, 370);
      expect(new Set(world.rows.map((row) => row.nonce))).to.deep.equal(new Set([0]));
      world.mining = true;
      await runner.run();
      paidAll(world, 1);
      allEnded(world);
    });

    it('takes nothing for stuck that only waits for its turn in small, slow blocks', async () => {
      const world = fakeWorld({ tables: tablesTo(80), gasPerTransaction: ONE_TABLE });
      [world.mining, world.perBlock] = [false, 1];
      let next = 40_000;
      world.onPause = () => {
        if (world.ms < next) return;
        next = world.ms + 40_000;
        world.mine();
      };
      const runner = start(world);
      await runner.run();
      paidAll(world, 80);
      expect(new Set(states(world))).to.deep.equal(new Set(['confirmed']));
      expect(world.mostPooled).to.equal(64);
    });

    it('never raises a price above ten times what is usual', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      world.mining = false;
      const runner = start(world);
      for (let i = 0; i < 20; i++) await codeOf(runner.run());
      const prices = world.rows.map((row) => Number(row.gasPrice.price));
      expect(Math.max(...prices)).to.be.within(800, 1000);
    });

    describe('where gas is free', () => {
      const free = { type: 'legacy', price: 0n } as const;

      it('replaces nothing by nothing', async () => {
        const world = fakeWorld({ tables: tablesTo(1), gasPrice: free });
        world.mining = false;
        expect(await codeOf(start(world).run())).to.equal('TRANSACTION_STUCK');
        expect(world.rows).to.have.length(1);
        expect(world.sent.length).to.be.above(20);
      });

      it("replaces nothing by the node's suggestion", async () => {
        const world = fakeWorld({ tables: tablesTo(1), gasPrice: free });
        [world.minimumPrice, world.suggested] = [5n, { type: 'legacy', price: 5n }];
        await start(world).run();
        paidAll(world, 1);
        expect(world.rows.map((row) => row.gasPrice.price)).to.deep.equal([0n, 5n, 0n, 5n]);
      });

      it('takes a replacement back that it cannot pay for', async () => {
        const world = fakeWorld({ tables: tablesTo(1), gasPrice: free });
        [world.mining, world.balance, world.suggested] = [false, 0n, { type: 'legacy', price: 5n }];
        world.onPause = () => {
          if (world.ms > 100_000) world.mining = true;
        };
        await start(world).run();
        paidAll(world, 1);
        expect(world.rows.map((row) => [row.gasPrice.price, row.state]).slice(0, 2)).to.deep.equal([
          [0n, 'confirmed'],
          [5n, 'superseded'],
        ]);
      });
    });
  });

  describe('given a node that does not take transactions', () => {
    it('offers more when it wants more', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      world.onSend = (call) => (call.gasPrice.price < 140n ? { type: 'underpriced' } : undefined);
      await start(world).run();
      paidAll(world, 1);
      allEnded(world);
    });

    it('waits when it has no room', async () => {
      const world = fakeWorld({ tables: tablesTo(40), gasPerTransaction: ONE_TABLE });
      world.onSend = () => (world.pool.size >= 3 ? { type: 'later' } : undefined);
      await start(world).run();
      paidAll(world, 40);
      expect(world.mostPooled).to.equal(3);
    });

    it('says which key needs gas money, and goes on when it has some', async () => {
      const world = fakeWorld({ tables: tablesTo(2) });
      world.balance = 0n;
      const runner = start(world);
      expect(await codeOf(runner.run())).to.equal('RUNNER_UNFUNDED');
      const [alert] = await runner.alerts();
      expect(alert?.code).to.equal('RUNNER_UNFUNDED');
      expect(alert?.message).to.include('0xrunner');
      expect(needsSomeone(alert as { code: string })).to.equal(true);
      expect(states(world)).to.deep.equal(['open']);
      world.balance = 10n ** 18n;
      await runner.run();
      paidAll(world, 2);
      expect(await codes(runner)).to.deep.equal([]);
      expect(world.rows.map((row) => row.nonce)).to.deep.equal([0, 1]);
    });

    it('waits for what is in flight when the money is only enough for some at a time', async () => {
      const world = fakeWorld({ tables: tablesTo(10), gasPerTransaction: ONE_TABLE });
      world.onSend = (call) => (call.nonce > world.mined + 1 ? { type: 'unfunded', problem: 'overshot' } : undefined);
      await start(world).run();
      paidAll(world, 10);
    });

    it('gives the nonce to nothing when it will never take what was signed, and tries the batch in halves', async () => {
      const world = fakeWorld({ tables: tablesTo(4) });
      world.onSend = (call) =>
        call.act === 'distribute' && call.ids.includes(3) ? { type: 'refused', problem: 'too large' } : undefined;
      await start(world).run();
      expect([...world.paid]).to.deep.equal([
        [1, 10n],
        [2, 10n],
        [3, 0n],
        [4, 10n],
      ]);
      expect(world.holdRows).to.have.length(1);
      expect(world.holdRows[0]).to.include({ kind: 'table', id: 3, reason: 'too large' });
      allEnded(world);
    });
  });

  it('signs anew what lost its nonce to somebody with the same key, and says so', async () => {
    const world = fakeWorld({ tables: tablesTo(5), gasPerTransaction: ONE_TABLE });
    let thefts = 2;
    world.onSend = () => {
      if (thefts-- > 0) {
        world.pool.delete(world.mined);
        world.mined += 1;
      }
      return undefined;
    };
    const runner = start(world);
    await runner.run();
    paidAll(world, 5);
    expect(states(world).filter((state) => state === 'superseded')).to.have.length(2);
    expect(await codes(runner)).to.deep.equal(['RUNNER_KEY_SHARED']);
    allEnded(world);
  });

  it('believes a receipt that comes late, and does not take the nonce for stolen', async () => {
    const world = fakeWorld({ tables: tablesTo(1) });
    const runner = createPayoutRunner({
      ...world.ports(),
      buttons: (() => {
        const { buttons } = world.ports();
        let looks = 0;
        return { ...buttons, outcome: (hash: string) => (looks++ < 3 ? Promise.resolve(undefined) : buttons.outcome(hash)) };
      })(),
    });
    await runner.run();
    paidAll(world, 1);
    expect(await codes(runner)).to.deep.equal([]);
    expect(states(world)).to.not.include('superseded');
  });

  describe('given what the contract refuses', () => {
    it('never lets one bad table block the others; it is tried again after 1, 2, 4 … minutes, also after a restart', async () => {
      const world = fakeWorld({ tables: tablesTo(6) });
      world.badTables.add(4);
      await start(world).run();
      expect([...world.paid].filter(([, amount]) => amount === 10n).map(([id]) => id)).to.deep.equal([1, 2, 3, 5, 6]);
      expect(await codes(start(world))).to.deep.equal(['TABLE_HELD_BACK']);
      const tries: number[] = [];
      world.onCall = (name) => {
        if (name === 'buttons.refusal') tries.push(world.seconds);
      };
      const since = world.seconds;
      for (let minute = 0; minute < 16; minute++) {
        world.seconds = since + minute * 60 + 5;
        await start(world).run();
      }
      expect(tries.map((at) => Math.floor((at - since) / 60))).to.deep.equal([1, 3, 7, 15]);
      world.badTables.clear();
      world.seconds += 86_400;
      await start(world).run();
      expect(world.paid.get(4)).to.equal(10n);
    });

    it('does not take a reverted transaction for done: its halves are tried', async () => {
      const world = fakeWorld({ tables: tablesTo(4) });
      world.revertsWhenMined.add(2);
      const runner = start(world);
      await runner.run();
      expect(world.rows.filter((row) => row.act === 'distribute').map((row) => [row.ids, row.state])).to.deep.equal([
        [[4, 3, 2, 1], 'reverted'],
        [[4, 3], 'confirmed'],
        [[2, 1], 'reverted'],
        [[2], 'reverted'],
        [[1], 'confirmed'],
      ]);
      expect(await codes(runner)).to.deep.equal(['TABLE_HELD_BACK']);
    });
  });

  describe('given a member whom the token refuses', () => {
    const refusing = async () => {
      const world = fakeWorld({ tables: tablesTo(3) });
      world.refusedMembers.add(2);
      const runner = start(world);
      const report = await runner.run();
      expect(report.refused).to.deep.equal([{ memberId: 2, account: '0xaccount2', amount: '10' }]);
      return { world, runner };
    };

    it('pays the others, says how much waits, why and until when, and stays healthy', async () => {
      const { world, runner } = await refusing();
      expect([...world.paid.values()]).to.deep.equal([10n, 0n, 10n]);
      const [alert] = await runner.alerts();
      expect(alert?.code).to.equal('MEMBER_HELD_BACK');
      for (const part of ['Member 2', '10 base units', '0xaccount2', 'refuses', '1970-']) expect(alert?.message).to.include(part);
      expect(needsSomeone(alert as { code: string })).to.equal(false);
    });

    it('sends nothing in vain again and again for a member that the chain does not think due yet', async () => {
      const world = fakeWorld({ tables: tablesTo(3) });
      world.passedOver.add(2);
      const runner = start(world);
      await runner.run();
      const sent = world.sent.length;
      expect((await runner.alerts())[0]?.message).to.include("by the chain's clock nothing is due yet");
      for (let i = 0; i < 5; i++) await runner.run();
      expect(world.sent.length).to.equal(sent);
      world.passedOver.clear();
      world.seconds += 61;
      await runner.run();
      expect([...world.paid.values()]).to.deep.equal([10n, 10n, 10n]);
      expect(await codes(runner)).to.deep.equal([]);
    });

    it('waits twice as long each time, a day at most, across restarts', async () => {
      const { world } = await refusing();
      const waits: number[] = [];
      for (let i = 0; i < 14; i++) {
        const [hold] = world.holdRows;
        if (hold === undefined) throw new Error('nothing is held back');
        waits.push(Math.round((hold.until - world.seconds) / 60));
        world.seconds = hold.until;
        await start(world).run();
      }
      expect(waits).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440, 1440]);
    });

    it('tries at once when the member names another account', async () => {
      const { world, runner } = await refusing();
      world.refusedMembers.clear();
      await runner.run();
      expect(world.paid.get(2)).to.equal(0n);
      world.accounts.set(2, '0xother');
      await runner.run();
      expect(world.paid.get(2)).to.equal(10n);
      expect(await codes(runner)).to.deep.equal([]);
    });
  });

  describe('given fees that wait', () => {
    it('sends them on at most once in the given time', async () => {
      const world = fakeWorld({ fees: 5n });
      const report = await start(world).run();
      expect(report.fees).to.deep.equal([{ memberId: 1, account: '0xfees', amount: '5' }]);
      world.fees = 6n;
      world.seconds += 86_300;
      await start(world).run();
      expect([world.fees, world.feesTransfers]).to.deep.equal([6n, 1]);
      world.seconds += 200;
      await start(world).run();
      expect([world.fees, world.feesTransfers]).to.deep.equal([0n, 2]);
    });

    it('leaves them alone when told to', async () => {
      const world = fakeWorld({ fees: 5n, feesSeconds: 0 });
      await start(world).run();
      expect(world.rows).to.deep.equal([]);
    });
  });

  describe('given books that differ', () => {
    it('fails in every run until they agree, whatever else fails meanwhile', async () => {
      const world = fakeWorld({ tables: tablesTo(1) });
      world.contracts = { fees: 2n };
      const runner = start(world);
      expect(await codeOf(runner.run())).to.equal('RECONCILIATION_FAILED');
      paidAll(world, 1);
      world.onCall = (name) => {
        if (name === 'dues.caughtUp') away();
      };
      expect(await codeOf(runner.run())).to.equal('NODE_UNREACHABLE');
      expect(await codes(runner)).to.deep.equal(['RECONCILIATION_FAILED', 'NODE_UNREACHABLE']);
      [world.onCall, world.contracts] = [undefined, {}];
      await runner.run();
      expect(await codes(runner)).to.deep.equal([]);
    });

    it('compares what it touched until it agrees', async () => {
      const world = fakeWorld({ tables: tablesTo(2) });
      const compared: number[][] = [];
      const ports = world.ports();
      const runner = createPayoutRunner({
        ...ports,
        audit: {
          views(tables, members) {
            compared.push([...tables, ...members]);
            return ports.audit.views(tables, members);
          },
        },
      });
      world.contracts = { tracked: 11n, held: 11n };
      await codeOf(runner.run());
      world.contracts = {};
      await runner.run();
      await runner.run();
      expect(compared).to.deep.equal([[2, 1, 1, 2], [2, 1, 1, 2], []]);
    });
  });
});
