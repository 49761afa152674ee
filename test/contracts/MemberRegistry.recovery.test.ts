import { expect } from 'chai';
import type { Signer } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import { signKeyBinding } from '../../sdk/signing.js';
import {
  ALL_ROLES,
  addressOf,
  DAY,
  FUNDS,
  ledgerFixture,
  networkHelpers,
  spareKey,
  suspend,
  type World,
} from '../support/contracts-fixture.js';

const FAR = 2n ** 40n - 1n;
const WAIT = 7 * DAY;

async function bound(world: World, key: Signer, roles: bigint, nonce = 0n) {
  const consent = { memberId: world.works.memberId, key: await key.getAddress(), roles, nonce, deadline: FAR };
  return signKeyBinding(key, world.deployment, consent);
}

/** `works` has a second key that may only buy; a notary proposes `fresh` for it. */
async function proposedFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const [second, fresh, third] = [spareKey(world, 0), spareKey(world, 1), spareKey(world, 2)];
  await mine(world.works.ledger.members.addKey(second.address, 8n, 0, FAR, await bound(world, second, 8n)));
  const members = world.ledger.members;
  const signature = await bound(world, fresh, ALL_ROLES);
  const { events } = await mine(members.startRecovery(world.works.memberId, fresh.address, 0, FAR, signature));
  return { ...world, members, second, fresh, third, from: Number(events.RecoveryStarted?.from) };
}

describe('MemberRegistry: recovery', () => {
  it('is proposed by a notary for a key that has signed, and says from when it counts', async () => {
    const { members, works, fresh, from } = await networkHelpers.loadFixture(proposedFixture);
    expect(from).to.equal((await networkHelpers.time.latest()) + WAIT);
    expect(await members.recoveryOf(works.memberId)).to.deep.equal([fresh.address, BigInt(from)]);
    expect((await members.keyOf(fresh.address)).memberId).to.equal(0);
  });

  it('reverts when the key has not signed, or is somebody’s, or the member does not exist', async () => {
    const world = await networkHelpers.loadFixture(proposedFixture);
    const { members, works, rival, third } = world;
    const signature = await bound(world, third, 8n);
    await expect(members.startRecovery(works.memberId, third.address, 0, FAR, signature))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_BadSignature')
      .withArgs(third.address);
    const nonce = await members.nonces(rival.key.address);
    const taken = await bound(world, rival.key, ALL_ROLES, nonce);
    await expect(members.startRecovery(works.memberId, rival.key.address, nonce, FAR, taken))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyTaken')
      .withArgs(rival.key.address, rival.memberId);
    await expect(members.startRecovery(99, third.address, 0, FAR, signature))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_MemberUnknown')
      .withArgs(99);
  });

  it('reverts before seven days are over, and takes the place of all keys after them', async () => {
    const { members, works, second, fresh, stranger, from } = await networkHelpers.loadFixture(proposedFixture);
    const finishing = members.connect(stranger);
    await networkHelpers.time.setNextBlockTimestamp(from - 1);
    await expect(finishing.finishRecovery(works.memberId))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_RecoveryPending')
      .withArgs(works.memberId, from);
    await networkHelpers.time.setNextBlockTimestamp(from);
    const sending = finishing.finishRecovery(works.memberId);
    await expect(sending).to.emit(members, 'KeysReplaced').withArgs(works.memberId, fresh.address, from);
    await expect(sending).to.emit(members, 'KeyAdded').withArgs(works.memberId, fresh.address, ALL_ROLES, from);
    expect(await members.actingMember(fresh.address, 0)).to.equal(works.memberId);
    for (const old of [works.key, second]) {
      await expect(members.actingMember(old.address, 3))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyIsRevoked')
        .withArgs(old.address, from);
      expect((await members.keyOf(old.address)).revokedAt).to.equal(from);
    }
    expect((await members.memberOf(works.memberId)).keysSince).to.equal(from);
    await expect(finishing.finishRecovery(works.memberId))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_NoRecovery')
      .withArgs(works.memberId);
  });

  it('is vetoed by any good key, also of a suspended member and without the admin role', async () => {
    const world = await networkHelpers.loadFixture(proposedFixture);
    const { members, works, second, rival } = world;
    await suspend(world, works);
    await expect(members.connect(rival.key).vetoRecovery())
      .to.be.revertedWithCustomError(members, 'MemberRegistry_NoRecovery')
      .withArgs(rival.memberId);
    await expect(members.connect(second).vetoRecovery())
      .to.emit(members, 'RecoveryVetoed')
      .withArgs(works.memberId, second.address);
    await networkHelpers.time.increase(WAIT);
    await expect(members.finishRecovery(works.memberId)).to.be.revertedWithCustomError(members, 'MemberRegistry_NoRecovery');
  });

  it('is not vetoed by a revoked key, nor by a key of nobody', async () => {
    const { members, works, second, stranger } = await networkHelpers.loadFixture(proposedFixture);
    await mine(works.ledger.members.revokeKey(second.address));
    await expect(members.connect(second).vetoRecovery()).to.be.revertedWithCustomError(members, 'MemberRegistry_KeyIsRevoked');
    await expect(members.connect(stranger).vetoRecovery())
      .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyUnknown')
      .withArgs(stranger.address);
  });

  it('lets no key be added meanwhile: whoever has an admin key vetoes first', async () => {
    const world = await networkHelpers.loadFixture(proposedFixture);
    const { members, works, third, from } = world;
    const adding = async () => works.ledger.members.addKey(third.address, 8n, 0, FAR, await bound(world, third, 8n));
    await expect(adding())
      .to.be.revertedWithCustomError(members, 'MemberRegistry_RecoveryPending')
      .withArgs(works.memberId, from);
    await mine(works.ledger.members.vetoRecovery());
    await expect(adding()).to.emit(members, 'KeyAdded');
  });

  it('waits anew when another key is proposed', async () => {
    const world = await networkHelpers.loadFixture(proposedFixture);
    const { members, works, third, from } = world;
    await networkHelpers.time.increaseTo(from - 10);
    await mine(members.startRecovery(works.memberId, third.address, 0, FAR, await bound(world, third, ALL_ROLES)));
    await networkHelpers.time.increaseTo(from + 10);
    await expect(members.finishRecovery(works.memberId)).to.be.revertedWithCustomError(members, 'MemberRegistry_RecoveryPending');
  });

  it('forgets what the old keys had announced, and leaves the payout account as it is', async () => {
    const { members, works, from } = await networkHelpers.loadFixture(proposedFixture);
    await mine(works.ledger.members.announcePayout(addressOf('a thief'), 0));
    await networkHelpers.time.increaseTo(from);
    await expect(members.finishRecovery(works.memberId)).to.emit(members, 'PayoutCancelled').withArgs(works.memberId);
    await expect(members.applyPayout(works.memberId)).to.be.revertedWithCustomError(members, 'MemberRegistry_NoPayoutDue');
    expect((await members.payoutFor(works.memberId, addressOf('anyone'))).account).to.equal(works.payoutAccount);
  });

  it('strands no token: what the member owns the new key acts for; old keys keep what they hold and can’t send it', async () => {
    const { members, ledger, works, fresh, from } = await networkHelpers.loadFixture(proposedFixture);
    await networkHelpers.time.increaseTo(from);
    await mine(members.finishRecovery(works.memberId));
    await expect(ledger.token.connect(works.key).transfer(fresh.address, 1))
      .to.be.revertedWithCustomError(ledger.token, 'SettlementToken_SenderNotActive')
      .withArgs(works.key.address);
    expect(await ledger.token.balanceOf(works.key.address)).to.equal(FUNDS);
    expect(await members.mayTransfer(fresh.address, works.key.address)).to.deep.equal([true, true]);
  });
});

describe('MemberRegistry.changeRoles', () => {
  it('gives another key of the member other roles', async () => {
    const { members, works, second } = await networkHelpers.loadFixture(proposedFixture);
    await expect(works.ledger.members.changeRoles(second.address, 0b11000n))
      .to.emit(members, 'RolesChanged')
      .withArgs(works.memberId, second.address, 0b11000n);
    expect(await members.actingMember(second.address, 4)).to.equal(works.memberId);
    expect((await members.keyOf(second.address)).boundAt).to.be.greaterThan(0);
  });

  it('reverts for its own, another member’s or a revoked key, and for roles that mean nothing', async () => {
    const { members, works, second, rival } = await networkHelpers.loadFixture(proposedFixture);
    const change = works.ledger.members;
    await expect(change.changeRoles(works.key.address, 1)).to.be.revertedWithCustomError(members, 'MemberRegistry_OwnKey');
    await expect(change.changeRoles(rival.key.address, 1))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyOfAnother')
      .withArgs(rival.key.address, rival.memberId);
    for (const roles of [0, 32, 2 ** 15]) {
      await expect(change.changeRoles(second.address, roles))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_BadRoles')
        .withArgs(roles);
    }
    await mine(change.revokeKey(second.address));
    await expect(change.changeRoles(second.address, 1)).to.be.revertedWithCustomError(members, 'MemberRegistry_KeyIsRevoked');
  });
});
