import { expect } from 'chai';
import { id, Wallet } from 'ethers';
import { mine } from '../../../sdk/ledger.js';
import { baseGas, gasOfTable } from '../../../server/domain/gas-formula.js';
import { gasOf, planDistribution, planPayouts } from '../../../server/domain/payout-plan.js';
import {
  addTill,
  collect,
  ethers,
  ledgerFixture,
  networkHelpers,
  originator,
  register,
  royalty,
  signedAdmission,
} from '../../support/contracts-fixture.js';

const MEMBERS = 128;
/** How much too high the formula may be; more where tables of a batch share their payees, for their slots are warm then. */
const MOST_TOO_HIGH = 1.6;
const MOST_TOO_HIGH_SHARED = 1.75;
const PLENTY = 100_000_000;

describe('gas formula, on a real EVM', function () {
  this.timeout(120_000);

  async function crowdFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const till = await addTill(world);
    const count = Number(await world.ledger.members.memberCount());
    for (let i = count; i < MEMBERS; i++) {
      const key = new Wallet(id(`payee ${i}`), ethers.provider);
      const { admission, signature } = await signedAdmission(world, key, { legalName: `Payee ${i}`, identifier: `PAYEE${i}` });
      await mine(world.ledger.members.admit(admission, signature));
    }
    return { ...world, till };
  }
  type World = Awaited<ReturnType<typeof crowdFixture>>;

  const evenly = (count: number) =>
    Array.from({ length: count }, (_, i) => originator(i + 1, Math.floor(10_000 / count) + (i < 10_000 % count ? 1 : 0)));
  const earn = (world: World, tableId: number) => collect(world, tableId, 1_000_000n);

  /** Sends with the formula's gas limit, which must do, and compares it with what was used. */
  const measure = async (world: World, act: 'distribute' | 'payOut', ids: number[], gasLimit: number, most = MOST_TOO_HIGH) => {
    const event = act === 'distribute' ? 'Distributed' : 'PaidOut';
    const receipt = await (await world.ledger.revenue[act](ids, { gasLimit })).wait();
    const topic = world.ledger.revenue.interface.getEvent(event).topicHash;
    expect(receipt?.logs.filter((log) => log.topics[0] === topic)).to.have.length(ids.length);
    expect(gasLimit / Number(receipt?.gasUsed), `${act} ${ids.length}`).to.be.within(1, most);
  };
  type Table = { id: number; payees: number; fresh: string[]; fed?: boolean; sales?: string };
  const distribute = (world: World, tables: Table[], most = MOST_TOO_HIGH) => {
    const planned = tables.map((one) => {
      const { id: tableId, payees, fresh, fed = false, sales = '1' } = one;
      return { tableId, payees, fresh, fed, sales, royalties: '0' };
    });
    const [batch] = planDistribution(planned, PLENTY);
    const ids = tables.map((one) => one.id);
    return measure(world, 'distribute', ids, gasOf(batch as NonNullable<typeof batch>), most);
  };
  const payOut = (world: World, ids: number[]) => {
    const [batch] = planPayouts(ids, PLENTY);
    return measure(world, 'payOut', ids, gasOf(batch as NonNullable<typeof batch>));
  };

  for (const payees of [1, 10, 128]) {
    it(`bounds a table of ${payees} originators, first and later`, async () => {
      const world = await networkHelpers.loadFixture(crowdFixture);
      const { versionId } = await register(world.works, { payees: evenly(payees) });
      const fresh = Array.from({ length: payees }, (_, i) => `m${i + 1}`);
      for (const list of [fresh, []]) {
        await earn(world, versionId);
        await distribute(world, [{ id: versionId, payees, fresh: list }]);
      }
    });

    it(`bounds payouts to ${payees} members, first and later`, async () => {
      const world = await networkHelpers.loadFixture(crowdFixture);
      const { versionId } = await register(world.works, { payees: evenly(payees) });
      for (let round = 0; round < 2; round++) {
        await earn(world, versionId);
        await mine(world.ledger.revenue.distribute([versionId]));
        await payOut(
          world,
          Array.from({ length: payees }, (_, i) => i + 1),
        );
      }
    });
  }

  it('bounds a table of 127 royalties with the sources that it feeds, first and later', async () => {
    const world = await networkHelpers.loadFixture(crowdFixture);
    const own = world.works.memberId;
    const sources: number[] = [];
    for (let i = 0; i < 127; i++) sources.push((await register(world.works, { payees: [originator(own, 10_000)] })).versionId);
    const royalties = sources.map((source) => royalty(source, 10, true));
    const { versionId } = await register(world.works, { payees: [originator(own, 8_730), ...royalties] });
    for (const first of [true, false]) {
      await earn(world, versionId);
      const fresh = first ? [`m${own}`] : [];
      const child = { id: versionId, payees: 128, fresh: [...fresh, ...(first ? sources.map((source) => `t${source}`) : [])] };
      const fed = sources.toReversed().map((source) => ({ id: source, payees: 1, fresh, fed: true, sales: '0' }));
      await distribute(world, [child, ...fed], MOST_TOO_HIGH_SHARED);
    }
  });

  it('bounds what a source takes more that has sales of its own and is fed', async () => {
    const world = await networkHelpers.loadFixture(crowdFixture);
    const source = (await register(world.works, { payees: evenly(100) })).versionId;
    const payees = [originator(world.works.memberId, 9_000), royalty(source, 1_000, true)];
    const child = (await register(world.works, { payees })).versionId;
    const used = async (fed: boolean) => {
      await earn(world, source);
      if (fed) await earn(world, child);
      if (fed) await mine(world.ledger.revenue.distribute([child]));
      return Number((await mine(world.ledger.revenue.distribute([source]))).gasUsed);
    };
    await used(true);
    const more = (await used(true)) - (await used(false));
    const shape = { payees: 100, fresh: 0 };
    expect(gasOfTable({ ...shape, both: true }) - gasOfTable({ ...shape, both: false })).to.be.within(more, MOST_TOO_HIGH * more);
    await earn(world, child);
    await earn(world, source);
    await distribute(world, [
      { id: child, payees: 2, fresh: [] },
      { id: source, payees: 100, fresh: [], fed: true },
    ]);
  });

  it('bounds the payment of fees, first and later', async () => {
    const world = await networkHelpers.loadFixture(crowdFixture);
    const { versionId } = await register(world.works, { payees: evenly(1) });
    for (let round = 0; round < 2; round++) {
      await earn(world, versionId);
      const receipt = await (await world.ledger.revenue.payFees({ gasLimit: baseGas('payFees') })).wait();
      expect(baseGas('payFees') / Number(receipt?.gasUsed)).to.be.within(1, MOST_TOO_HIGH);
    }
  });
});
