import { expect } from 'chai';
import { mine } from '../../sdk/ledger.js';
import { signKeyBinding } from '../../sdk/signing.js';
import {
  addressOf,
  addTill,
  collect,
  DAY,
  ledgerFixture,
  networkHelpers,
  register,
  signedAdmission,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

const WAIT = 2 * DAY;

async function payoutFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  return { ...world, members: world.ledger.members, own: world.works.ledger.members };
}

describe('MemberRegistry: change of payout', () => {
  it('is announced by an admin key, and applied by anyone after 48 hours', async () => {
    const { members, own, works, stranger } = await networkHelpers.loadFixture(payoutFixture);
    const now = (await networkHelpers.time.latest()) + 10;
    await networkHelpers.time.setNextBlockTimestamp(now);
    const account = addressOf('new account');
    await expect(own.announcePayout(account, 77))
      .to.emit(members, 'PayoutAnnounced')
      .withArgs(works.memberId, account, 77, now + WAIT);
    expect(await members.announcedPayoutOf(works.memberId)).to.deep.equal([account, 77n, BigInt(now + WAIT)]);
    await networkHelpers.time.setNextBlockTimestamp(now + WAIT - 1);
    await expect(members.connect(stranger).applyPayout(works.memberId))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_NoPayoutDue')
      .withArgs(works.memberId, now + WAIT);
    await networkHelpers.time.setNextBlockTimestamp(now + WAIT);
    await expect(members.connect(stranger).applyPayout(works.memberId))
      .to.emit(members, 'PayoutChanged')
      .withArgs(works.memberId, account, 77);
    expect(await members.payoutFor(works.memberId, stranger.address)).to.deep.equal([account, 77n]);
    await expect(members.applyPayout(works.memberId)).to.be.revertedWithCustomError(members, 'MemberRegistry_NoPayoutDue');
  });

  it('waits anew when another change is announced, and is taken back by an admin key', async () => {
    const { members, own, works } = await networkHelpers.loadFixture(payoutFixture);
    await mine(own.announcePayout(addressOf('first'), 0));
    await networkHelpers.time.increase(WAIT - 10);
    await mine(own.announcePayout(addressOf('second'), 0));
    await networkHelpers.time.increase(WAIT - 10);
    await expect(members.applyPayout(works.memberId)).to.be.revertedWithCustomError(members, 'MemberRegistry_NoPayoutDue');
    await expect(own.cancelPayout()).to.emit(members, 'PayoutCancelled').withArgs(works.memberId);
    await networkHelpers.time.increase(WAIT);
    await expect(members.applyPayout(works.memberId)).to.be.revertedWithCustomError(members, 'MemberRegistry_NoPayoutDue');
    await expect(own.cancelPayout())
      .to.be.revertedWithCustomError(members, 'MemberRegistry_NoPayoutDue')
      .withArgs(works.memberId, 0);
  });

  it('reverts for zero, a contract of the ledger and a keyless account', async () => {
    const { members, own, works, deployment } = await networkHelpers.loadFixture(payoutFixture);
    const keyless = await members.accountOf(works.memberId);
    for (const account of [addressOf('x').replace(/.{40}$/, '0'.repeat(40)), ...Object.values(deployment.contracts), keyless]) {
      await expect(own.announcePayout(account, 0))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_PayoutAccountUnusable')
        .withArgs(account);
    }
  });

  it('reverts for what answers to another member, when it is announced and when it is applied', async () => {
    const { members, own, works, rival, models } = await networkHelpers.loadFixture(payoutFixture);
    for (const account of [rival.key.address, rival.payoutAccount]) {
      await expect(own.announcePayout(account, 0))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_PayoutAccountTaken')
        .withArgs(account, rival.memberId);
    }
    const wanted = addressOf('wanted by two');
    await mine(own.announcePayout(wanted, 0));
    await mine(models.ledger.members.announcePayout(wanted, 0));
    await networkHelpers.time.increase(WAIT);
    await mine(members.applyPayout(models.memberId));
    await expect(members.applyPayout(works.memberId))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_PayoutAccountTaken')
      .withArgs(wanted, models.memberId);
  });

  it('takes the member’s own key, and its former account again', async () => {
    const { members, own, works } = await networkHelpers.loadFixture(payoutFixture);
    for (const account of [works.key.address, works.payoutAccount]) {
      await mine(own.announcePayout(account, 0));
      await networkHelpers.time.increase(WAIT);
      await expect(members.applyPayout(works.memberId)).to.emit(members, 'PayoutChanged').withArgs(works.memberId, account, 0);
    }
  });

  it('is not applied while the member may not act: the office can stop a thief', async () => {
    const world = await networkHelpers.loadFixture(payoutFixture);
    await mine(world.own.announcePayout(addressOf('a thief'), 0));
    await suspend(world, world.works);
    await networkHelpers.time.increase(WAIT);
    const refused = async () =>
      expect(world.members.applyPayout(world.works.memberId))
        .to.be.revertedWithCustomError(world.members, 'MemberRegistry_NoPayoutDue')
        .withArgs(world.works.memberId, 0);
    await refused();
    await mine(world.members.connect(world.office).reinstate(world.works.memberId));
    await refused();
  });

  it('is forgotten by a freeze too, and waits anew after it', async () => {
    const { members, own, works, auditor } = await networkHelpers.loadFixture(payoutFixture);
    await mine(own.announcePayout(addressOf('a thief'), 0));
    const until = (await networkHelpers.time.latest()) + DAY;
    await expect(members.connect(auditor).freeze(works.memberId, 'CASE 1', until))
      .to.emit(members, 'PayoutCancelled')
      .withArgs(works.memberId);
    await networkHelpers.time.increase(3 * DAY);
    await expect(members.applyPayout(works.memberId)).to.be.revertedWithCustomError(members, 'MemberRegistry_NoPayoutDue');
  });

  it('is taken back by a good admin key of an expired member, and by no other', async () => {
    const world = await networkHelpers.loadFixture(payoutFixture);
    const { members } = world;
    const [key, buyKey] = [spareKey(world), spareKey(world, 1)];
    const validUntil = (await networkHelpers.time.latest()) + DAY;
    const { admission, signature } = await signedAdmission(world, key, { validUntil });
    const { events } = await mine(members.admit(admission, signature));
    const memberId = Number(events.MemberAdmitted?.memberId);
    const far = 2n ** 40n - 1n;
    const consent = { memberId, key: buyKey.address, roles: 8n, nonce: 0n, deadline: far };
    const signed = await signKeyBinding(buyKey, world.deployment, consent);
    await mine(members.connect(key).addKey(buyKey.address, 8n, 0, far, signed));
    await mine(members.connect(key).announcePayout(addressOf('elsewhere'), 0));
    await networkHelpers.time.increaseTo(validUntil);
    await expect(members.connect(buyKey).cancelPayout())
      .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyLacksRole')
      .withArgs(buyKey.address, 0);
    await expect(members.connect(key).cancelPayout()).to.emit(members, 'PayoutCancelled').withArgs(memberId);
  });

  it('pays credit that was earned before to the new account; the former one still receives', async () => {
    const base = await networkHelpers.loadFixture(payoutFixture);
    const world = { ...base, till: await addTill(base) };
    const { ledger, members, own, works, buyer } = world;
    const { versionId } = await register(works);
    await collect(world, versionId, 1_000n);
    await mine(ledger.revenue.distribute([versionId]));
    const account = addressOf('new account');
    await mine(own.announcePayout(account, 0));
    await networkHelpers.time.increase(WAIT);
    await mine(members.applyPayout(works.memberId));
    await expect(ledger.revenue.payOut([works.memberId]))
      .to.emit(ledger.revenue, 'PaidOut')
      .withArgs(works.memberId, account, 990);
    await expect(buyer.ledger.token.transfer(works.payoutAccount, 1)).to.emit(ledger.token, 'Transfer');
  });
});
