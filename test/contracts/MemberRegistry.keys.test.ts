import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { anyUint } from '@nomicfoundation/hardhat-ethers-chai-matchers/withArgs';
import { expect } from 'chai';
import { type KeyConsent, signKeyBinding } from '../../sdk/signing.js';
import {
  ALL_ROLES,
  type Company,
  ledgerFixture,
  networkHelpers,
  signedAdmission,
  spareKey,
  suspend,
  type World,
} from '../support/contracts-fixture.js';

const PUBLISH = 0b10n;
const FAR = 2n ** 40n - 1n;

describe('MemberRegistry: keys', () => {
  async function keysFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    return { ...world, key: spareKey(world), other: spareKey(world, 1), members: world.ledger.members };
  }

  async function consentOf(world: World, company: Company, key: HardhatEthersSigner, changes: Partial<KeyConsent> = {}) {
    const consent = { memberId: company.memberId, key: key.address, roles: PUBLISH, nonce: 0n, deadline: FAR, ...changes };
    return { ...consent, signature: await signKeyBinding(key, world.deployment, consent) };
  }

  async function addKey(world: World, company: Company, key: HardhatEthersSigner, changes: Partial<KeyConsent> = {}) {
    const { roles, nonce, deadline, signature } = await consentOf(world, company, key, changes);
    return company.ledger.members.addKey(key.address, roles, nonce, deadline, signature);
  }

  describe('addKey', () => {
    describe('given the new key’s consent', () => {
      it('binds it with its roles', async () => {
        const world = await networkHelpers.loadFixture(keysFixture);
        const { members, works, key } = world;
        await expect(addKey(world, works, key))
          .to.emit(members, 'KeyAdded')
          .withArgs(works.memberId, key.address, PUBLISH, anyUint);
        const now = await networkHelpers.time.latest();
        expect(await members.keyOf(key.address)).to.deep.equal([BigInt(works.memberId), PUBLISH, BigInt(now), 0n]);
        expect(await members.nonces(key.address)).to.equal(1);
      });

      it('reverts when it was given for another member, other roles or another deadline', async () => {
        const world = await networkHelpers.loadFixture(keysFixture);
        const { works, models, key, members } = world;
        for (const changes of [{ memberId: models.memberId }, { roles: ALL_ROLES }, { deadline: FAR - 1n }]) {
          const { signature } = await consentOf(world, works, key, changes);
          await expect(works.ledger.members.addKey(key.address, PUBLISH, 0, FAR, signature))
            .to.be.revertedWithCustomError(members, 'MemberRegistry_BadSignature')
            .withArgs(key.address);
        }
      });

      it('reverts when it is an admission’s signature', async () => {
        const world = await networkHelpers.loadFixture(keysFixture);
        const { signature } = await signedAdmission(world, world.key);
        await expect(world.works.ledger.members.addKey(world.key.address, ALL_ROLES, 0, FAR, signature))
          .to.be.revertedWithCustomError(world.members, 'MemberRegistry_BadSignature')
          .withArgs(world.key.address);
      });

      it('reverts when its nonce is used, and after its deadline', async () => {
        const world = await networkHelpers.loadFixture(keysFixture);
        const { works, key, other, members } = world;
        await expect(addKey(world, works, key, { nonce: 7n }))
          .to.be.revertedWithCustomError(members, 'InvalidAccountNonce')
          .withArgs(key.address, 0);
        const deadline = BigInt(await networkHelpers.time.latest());
        await networkHelpers.time.increase(1);
        await expect(addKey(world, works, other, { deadline }))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_SignatureExpired')
          .withArgs(deadline);
      });

      it('reverts when the roles are empty or unknown', async () => {
        const world = await networkHelpers.loadFixture(keysFixture);
        for (const roles of [0n, ALL_ROLES + 1n]) {
          await expect(addKey(world, world.works, world.key, { roles }))
            .to.be.revertedWithCustomError(world.members, 'MemberRegistry_BadRoles')
            .withArgs(roles);
        }
      });

      it('reverts when the key is another member’s', async () => {
        const world = await networkHelpers.loadFixture(keysFixture);
        const { works, models, members } = world;
        await expect(addKey(world, works, models.key, { nonce: 1n }))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyTaken')
          .withArgs(models.key.address, models.memberId);
      });
    });

    describe('given a caller', () => {
      it('reverts when it is nobody’s key, or lacks the admin role', async () => {
        const world = await networkHelpers.loadFixture(keysFixture);
        const { works, key, other, members, stranger } = world;
        await addKey(world, works, key);
        const { roles, nonce, deadline, signature } = await consentOf(world, works, other);
        await expect(members.connect(stranger).addKey(other.address, roles, nonce, deadline, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyUnknown')
          .withArgs(stranger.address);
        await expect(members.connect(key).addKey(other.address, roles, nonce, deadline, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyLacksRole')
          .withArgs(key.address, 0);
      });

      it('reverts when its member is suspended', async () => {
        const world = await networkHelpers.loadFixture(keysFixture);
        await suspend(world, world.works);
        await expect(addKey(world, world.works, world.key))
          .to.be.revertedWithCustomError(world.members, 'MemberRegistry_MemberNotActive')
          .withArgs(world.works.memberId);
      });
    });
  });

  describe('revokeKey', () => {
    async function twoKeysFixture() {
      const world = await networkHelpers.loadFixture(keysFixture);
      await addKey(world, world.works, world.key, { roles: ALL_ROLES });
      return world;
    }

    describe('given a member with two admin keys', () => {
      it('stops the other key for ever', async () => {
        const world = await networkHelpers.loadFixture(twoKeysFixture);
        const { members, works, key } = world;
        await expect(works.ledger.members.revokeKey(key.address))
          .to.emit(members, 'KeyRevoked')
          .withArgs(works.memberId, key.address, anyUint);
        const revokedAt = await networkHelpers.time.latest();
        expect((await members.keyOf(key.address)).revokedAt).to.equal(revokedAt);
        await expect(members.actingMember(key.address, 1))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyIsRevoked')
          .withArgs(key.address, revokedAt);
        await expect(works.ledger.members.revokeKey(key.address))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyIsRevoked')
          .withArgs(key.address, revokedAt);
      });

      it('lets the newer key revoke the first one: keys rotate, companies stay', async () => {
        const world = await networkHelpers.loadFixture(twoKeysFixture);
        const { members, works, key } = world;
        await members.connect(key).revokeKey(works.key.address);
        expect(await members.actingMember(key.address, 0)).to.equal(works.memberId);
        await expect(members.actingMember(works.key.address, 0)).to.be.revertedWithCustomError(
          members,
          'MemberRegistry_KeyIsRevoked',
        );
      });

      it('reverts when a key would revoke itself, so that an admin key always remains', async () => {
        const { members, key } = await networkHelpers.loadFixture(twoKeysFixture);
        await expect(members.connect(key).revokeKey(key.address))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_OwnKey')
          .withArgs(key.address);
      });
    });

    describe('given a revoked key', () => {
      it('never returns, to its member or to another', async () => {
        const world = await networkHelpers.loadFixture(twoKeysFixture);
        const { members, works, models, key } = world;
        await works.ledger.members.revokeKey(key.address);
        for (const company of [works, models]) {
          await expect(addKey(world, company, key, { nonce: 1n }))
            .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyTaken')
            .withArgs(key.address, works.memberId);
        }
        const { admission, signature } = await signedAdmission(world, key, { nonce: 1n });
        await expect(members.admit(admission, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyTaken')
          .withArgs(key.address, works.memberId);
      });
    });

    describe('given somebody else’s key', () => {
      it('reverts and names whose it is; 0 when it is nobody’s', async () => {
        const { members, works, models, stranger } = await networkHelpers.loadFixture(twoKeysFixture);
        for (const [address, owner] of [
          [models.key.address, models.memberId],
          [stranger.address, 0],
        ] as const) {
          await expect(works.ledger.members.revokeKey(address))
            .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyOfAnother')
            .withArgs(address, owner);
        }
      });
    });
  });
});
