import { expect } from 'chai';
import { connectLedger } from '../../sdk/ledger.js';
import {
  addressOf,
  admitKey,
  ledgerFixture,
  networkHelpers,
  signedAdmission,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

describe('MemberRegistry: standing', () => {
  describe('suspend and reinstate', () => {
    it('stop and resume a member’s acts, and say why', async () => {
      const { ledger, office, works } = await networkHelpers.loadFixture(ledgerFixture);
      const members = ledger.members.connect(office);
      await expect(members.suspend(works.memberId, 'late accounts'))
        .to.emit(members, 'MemberSuspended')
        .withArgs(works.memberId, 'late accounts');
      expect((await members.memberOf(works.memberId)).status).to.equal(2);
      expect(await members.activeUntil(works.memberId)).to.equal(0);
      await expect(members.actingMember(works.key.address, 3))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_MemberNotActive')
        .withArgs(works.memberId);
      await expect(members.reinstate(works.memberId)).to.emit(members, 'MemberReinstated').withArgs(works.memberId);
      expect(await members.actingMember(works.key.address, 3)).to.equal(works.memberId);
    });

    it('revert when they would change nothing: silence is no success', async () => {
      const { ledger, office, works } = await networkHelpers.loadFixture(ledgerFixture);
      const members = ledger.members.connect(office);
      await expect(members.reinstate(works.memberId))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_WrongStatus')
        .withArgs(works.memberId, 1);
      await members.suspend(works.memberId, '');
      await expect(members.suspend(works.memberId, ''))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_WrongStatus')
        .withArgs(works.memberId, 2);
    });

    it('revert when there is no such member', async () => {
      const { ledger, office } = await networkHelpers.loadFixture(ledgerFixture);
      const members = ledger.members.connect(office);
      for (const memberId of [0, 8, 2 ** 32 - 1]) {
        await expect(members.suspend(memberId, ''))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_MemberUnknown')
          .withArgs(memberId);
        await expect(members.reinstate(memberId))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_MemberUnknown')
          .withArgs(memberId);
      }
    });

    it('revert when the caller is not the office', async () => {
      const { ledger, founder, issuer, admin, works } = await networkHelpers.loadFixture(ledgerFixture);
      for (const caller of [founder, issuer, admin, works.key]) {
        const members = ledger.members.connect(caller);
        await expect(members.suspend(works.memberId, ''))
          .to.be.revertedWithCustomError(members, 'AccessManagedUnauthorized')
          .withArgs(caller.address);
        await expect(members.reinstate(works.memberId))
          .to.be.revertedWithCustomError(members, 'AccessManagedUnauthorized')
          .withArgs(caller.address);
      }
    });
  });

  describe('actingMember', () => {
    it('answers for each role that a key has, and reverts with the role that it lacks', async () => {
      const world = await networkHelpers.loadFixture(ledgerFixture);
      const { members } = world.ledger;
      const key = spareKey(world);
      await admitKey(world, key, 0b01101n);
      for (const role of [0, 2, 3]) expect(await members.actingMember(key.address, role)).to.equal(8);
      for (const role of [1, 4]) {
        await expect(members.actingMember(key.address, role))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyLacksRole')
          .withArgs(key.address, role);
      }
    });

    it('reverts when the key is nobody’s', async () => {
      const { ledger, stranger } = await networkHelpers.loadFixture(ledgerFixture);
      await expect(ledger.members.actingMember(stranger.address, 0))
        .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_KeyUnknown')
        .withArgs(stranger.address);
    });

    it('answers until the last second of the admission and reverts at its end', async () => {
      const world = await networkHelpers.loadFixture(ledgerFixture);
      const key = spareKey(world);
      const end = (await networkHelpers.time.latest()) + 30 * 86_400;
      const { admission, signature } = await signedAdmission(world, key, { validUntil: BigInt(end) });
      const { members } = connectLedger(world.deployment, world.founder);
      await members.admit(admission, signature);
      await networkHelpers.time.increaseTo(end - 1);
      expect(await members.actingMember(key.address, 0)).to.equal(8);
      expect(await members.activeUntil(8)).to.equal(end);
      await networkHelpers.time.increaseTo(end);
      expect(await members.activeUntil(8)).to.equal(0);
      await expect(members.actingMember(key.address, 0))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_MemberNotActive')
        .withArgs(8);
    });
  });

  describe('exists', () => {
    it('is true from the first to the last member, suspended ones too', async () => {
      const world = await networkHelpers.loadFixture(ledgerFixture);
      await suspend(world, world.rival);
      const { members } = world.ledger;
      for (const [memberId, exists] of [
        [0, false],
        [1, true],
        [7, true],
        [8, false],
        [2 ** 32 - 1, false],
      ] as const) {
        expect(await members.exists(memberId), `member ${memberId}`).to.equal(exists);
      }
    });
  });

  describe('payoutFor', () => {
    it('gives the minimum to others, and none to the member’s own good keys', async () => {
      const { ledger, parts, works, stranger } = await networkHelpers.loadFixture(ledgerFixture);
      for (const caller of [works.key.address, stranger.address, parts.payoutAccount]) {
        expect(await ledger.members.payoutFor(parts.memberId, caller)).to.deep.equal([parts.payoutAccount, 1_001n]);
      }
      expect(await ledger.members.payoutFor(parts.memberId, parts.key.address)).to.deep.equal([parts.payoutAccount, 0n]);
    });

    it('gives no minimum for a member that is not active', async () => {
      const world = await networkHelpers.loadFixture(ledgerFixture);
      await suspend(world, world.parts);
      expect(await world.ledger.members.payoutFor(world.parts.memberId, world.stranger.address)).to.deep.equal([
        world.parts.payoutAccount,
        0n,
      ]);
    });
  });

  describe('mayTransfer', () => {
    it('is true for keys, payout accounts and the ledger’s contracts, and false for strangers', async () => {
      const { ledger, works, stranger, deployment } = await networkHelpers.loadFixture(ledgerFixture);
      for (const holder of [works.key.address, works.payoutAccount, ...Object.values(deployment.contracts)]) {
        expect(await ledger.members.mayTransfer(holder, holder), holder).to.deep.equal([true, true]);
      }
      for (const holder of [stranger.address, await ledger.members.accountOf(works.memberId)]) {
        expect(await ledger.members.mayTransfer(holder, holder), holder).to.deep.equal([false, false]);
      }
    });

    it('lets a suspended member receive, and not send', async () => {
      const world = await networkHelpers.loadFixture(ledgerFixture);
      const { ledger, works } = world;
      await suspend(world, works);
      for (const holder of [works.key.address, works.payoutAccount]) {
        expect(await ledger.members.mayTransfer(holder, holder)).to.deep.equal([false, true]);
      }
    });
  });

  describe('accountOf', () => {
    it('is a tag and the member’s id, one account per member', async () => {
      const { ledger } = await networkHelpers.loadFixture(ledgerFixture);
      const one = await ledger.members.accountOf(1);
      const last = await ledger.members.accountOf(2 ** 32 - 1);
      expect(BigInt(one) & 0xffffffffn).to.equal(1n);
      expect(BigInt(last) & 0xffffffffn).to.equal(0xffffffffn);
      expect(BigInt(one) >> 32n)
        .to.equal(BigInt(last) >> 32n)
        .and.not.equal(0n);
    });
  });

  describe('addSystemContract', () => {
    it('makes a contract known', async () => {
      const { ledger, admin } = await networkHelpers.loadFixture(ledgerFixture);
      const market = addressOf('second market');
      await expect(ledger.members.connect(admin).addSystemContract(market))
        .to.emit(ledger.members, 'SystemContractAdded')
        .withArgs(market);
      expect(await ledger.members.mayTransfer(market, market)).to.deep.equal([true, true]);
    });

    it('reverts when the caller is not the admin', async () => {
      const { ledger, founder, office } = await networkHelpers.loadFixture(ledgerFixture);
      for (const caller of [founder, office]) {
        await expect(ledger.members.connect(caller).addSystemContract(caller.address))
          .to.be.revertedWithCustomError(ledger.members, 'AccessManagedUnauthorized')
          .withArgs(caller.address);
      }
    });
  });
});
