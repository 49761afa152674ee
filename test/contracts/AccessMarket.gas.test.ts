import { expect } from 'chai';
import { id, Wallet } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import {
  buy,
  DAY,
  ledgerFixture,
  networkHelpers,
  originator,
  register,
  sell,
  signedAdmission,
} from '../support/contracts-fixture.js';

const MANY = 100;
/** What the two calls' ids may differ by in calldata and event bytes. */
const NOISE = 100n;

describe('AccessMarket: what a purchase costs', () => {
  /** 100 members, and two datasets of `works`: one of a single originator, one of 100. */
  async function crowdFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const count = Number(await world.ledger.members.memberCount());
    for (let i = count + 1; i <= MANY; i++) {
      const { admission, signature } = await signedAdmission(world, new Wallet(id(`originator ${i}`)), {
        identifier: `ORIGINATOR${i}`,
      });
      await mine(world.ledger.members.admit(admission, signature));
    }
    const all = Array.from({ length: MANY }, (_, i) => originator(i + 1, 100));
    const one = await register(world.works, { payees: [originator(2, 10_000)] });
    const many = await register(world.works, { payees: all });
    const warm = await register(world.works);
    await buy(world.buyer, await sell(world.works, warm, { period: DAY }), warm.versionId);
    return { ...world, one, many };
  }

  it('is the same for one originator and for a hundred, when bought and when renewed', async () => {
    const { works, buyer, one, many } = await networkHelpers.loadFixture(crowdFixture);
    const gas = { bought: [] as bigint[], renewed: [] as bigint[] };
    for (const version of [one, many]) {
      const offerId = await sell(works, version, { period: DAY });
      const { gasUsed, events } = await mine(buyer.ledger.market.purchase(offerId, version.versionId, 0, 10_007n));
      gas.bought.push(gasUsed);
      const grantId = Number(events.AccessPurchased?.grantId);
      gas.renewed.push((await mine(buyer.ledger.market.renew(grantId, offerId, version.versionId, 0, 10_007n))).gasUsed);
    }
    for (const [few, more] of [gas.bought, gas.renewed] as [bigint, bigint][]) {
      expect(more > few ? more - few : few - more, `${few} and ${more}`).to.be.lessThanOrEqual(NOISE);
    }
  });

  it('grows with the originators when distributed: the test above can tell', async () => {
    const { works, buyer, ledger, one, many } = await networkHelpers.loadFixture(crowdFixture);
    const gas: bigint[] = [];
    for (const version of [one, many]) {
      await buy(buyer, await sell(works, version), version.versionId);
      gas.push((await mine(ledger.revenue.distribute([version.versionId]))).gasUsed);
    }
    expect(gas[1]).to.be.greaterThan((gas[0] as bigint) * 10n);
  });
});
