import { expect } from 'chai';
import { ZeroAddress, ZeroHash } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import {
  addressOf,
  buy,
  DAY,
  draftOf,
  ledgerFixture,
  networkHelpers,
  register,
  sell,
  signedAdmission,
  spareKey,
} from '../support/contracts-fixture.js';

const PRICE = 10_007n;

/** A trade is on; the settlement token stands in for a successor: any contract will do. */
async function followedFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const data = await register(world.works);
  const offerId = await sell(world.works, data, { price: PRICE, period: 30 * DAY });
  const grantId = await buy(world.buyer, offerId, 1);
  return { ...world, data, offerId, grantId, next: world.deployment.contracts.SettlementToken };
}

describe('succession', () => {
  for (const name of ['members', 'datasets', 'grants'] as const) {
    it(`${name}: names a successor once, and only a contract`, async () => {
      const { ledger, admin, next } = await networkHelpers.loadFixture(followedFixture);
      const contract = ledger[name].connect(admin) as typeof ledger.members;
      for (const none of [ZeroAddress, addressOf('no contract'), await contract.getAddress()]) {
        await expect(contract.nameSuccessor(none)).to.be.revertedWithCustomError(contract, 'Succession_Unusable').withArgs(none);
      }
      expect(await contract.successor()).to.equal(ZeroAddress);
      await expect(contract.nameSuccessor(next)).to.emit(contract, 'SuccessorNamed').withArgs(next);
      expect(await contract.successor()).to.equal(next);
      await expect(contract.nameSuccessor(next)).to.be.revertedWithCustomError(contract, 'Succession_Unusable').withArgs(next);
    });
  }

  it('closes the members to admissions, and to nothing else', async () => {
    const world = await networkHelpers.loadFixture(followedFixture);
    const { ledger, admin, works, next } = world;
    await mine(ledger.members.connect(admin).nameSuccessor(next));
    const { admission, signature } = await signedAdmission(world, spareKey(world));
    await expect(ledger.members.admit(admission, signature))
      .to.be.revertedWithCustomError(ledger.members, 'Succession_Closed')
      .withArgs(next);
    await mine(works.ledger.members.announcePayout(addressOf('elsewhere'), 0));
    await register(works);
  });

  it('closes the datasets to new ones and versions, and to nothing else', async () => {
    const { ledger, admin, works, buyer, rival, data, offerId, next } = await networkHelpers.loadFixture(followedFixture);
    const { datasets } = works.ledger;
    await mine(ledger.datasets.connect(admin).nameSuccessor(next));
    for (const act of [datasets.register(draftOf([])), datasets.publish(data.datasetId, draftOf([]))]) {
      await expect(act).to.be.revertedWithCustomError(datasets, 'Succession_Closed').withArgs(next);
    }
    await buy(buyer, offerId, 1);
    await mine(datasets.transferUnchanged(1, rival.memberId, await datasets.getStateFingerprint(1)));
    await expect(ledger.revenue.distribute([1])).to.emit(ledger.revenue, 'Distributed');
  });

  it('closes the grants to new terms and grants; renewals and ends go on', async () => {
    const { ledger, admin, works, buyer, data, offerId, grantId, next } = await networkHelpers.loadFixture(followedFixture);
    const { grants } = ledger;
    await mine(grants.connect(admin).nameSuccessor(next));
    await expect(works.ledger.grants.writeTerms(data.datasetId, 1, 1, 0, 1, ZeroHash))
      .to.be.revertedWithCustomError(grants, 'Succession_Closed')
      .withArgs(next);
    await expect(buyer.ledger.market.purchase(offerId, 1, 0, PRICE))
      .to.be.revertedWithCustomError(grants, 'Succession_Closed')
      .withArgs(next);
    await expect(buyer.ledger.market.renew(grantId, offerId, 1, 0, PRICE)).to.emit(grants, 'GrantExtended');
    await expect(works.ledger.market.endEarly(grantId, 2n * PRICE)).to.emit(grants, 'GrantEnded');
  });
});
