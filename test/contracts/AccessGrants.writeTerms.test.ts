import { expect } from 'chai';
import { id, ZeroHash } from 'ethers';
import { admitKey, ledgerFixture, networkHelpers, publish, register, spareKey, suspend } from '../support/contracts-fixture.js';

const [READ, COMPUTE, DERIVE, ONWARD] = [1, 2, 4, 8] as const;

describe('AccessGrants.writeTerms', () => {
  async function ownedFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const { datasetId } = await register(world.works);
    await register(world.models);
    await publish(world.works, datasetId);
    return { ...world, grants: world.works.ledger.grants };
  }

  describe('given the dataset’s owner', () => {
    it('writes them for ever and emits all of them', async () => {
      const { grants, works } = await networkHelpers.loadFixture(ownedFixture);
      const purposes = 2n ** 63n + 5n;
      await expect(grants.writeTerms(1, 3, READ | DERIVE | ONWARD, 9_999, purposes, id('legal text')))
        .to.emit(grants, 'TermsWritten')
        .withArgs(1, 1, works.memberId, 3, 13, 9_999, purposes, id('legal text'));
      expect(await grants.termsOf(1)).to.deep.equal([BigInt(works.memberId), 1n, 3n, 13n, 9_999n, purposes]);
      expect(await grants.termsHashOf(1)).to.equal(id('legal text'));
      expect(await grants.termsCount()).to.equal(1);
    });

    it('follows updates with version 0, and numbers terms from 1', async () => {
      const { grants } = await networkHelpers.loadFixture(ownedFixture);
      await grants.writeTerms(1, 0, READ, 0, 1, ZeroHash);
      await grants.writeTerms(1, 1, COMPUTE, 0, 1, ZeroHash);
      expect((await grants.termsOf(1)).versionId).to.equal(0);
      expect((await grants.termsOf(2)).versionId).to.equal(1);
      for (const none of [0, 3, 2 ** 32 - 1]) {
        expect(await grants.termsOf(none)).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n]);
        expect(await grants.termsHashOf(none)).to.equal(ZeroHash);
      }
    });

    it('reverts when the version is another dataset’s, or none', async () => {
      const { grants, ledger } = await networkHelpers.loadFixture(ownedFixture);
      for (const versionId of [2, 4, 2 ** 32 - 1]) {
        await expect(grants.writeTerms(1, versionId, READ, 0, 1, ZeroHash))
          .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_VersionOfAnother')
          .withArgs(versionId, 1);
      }
    });

    for (const [why, rights, royaltyBps] of [
      ['are empty', 0, 0],
      ['hold an unknown bit', 16, 0],
      ['hold onward without derive', READ | ONWARD, 0],
      ['ask a royalty without derive', READ | COMPUTE, 1],
    ] as const) {
      it(`reverts when the rights ${why}`, async () => {
        const { grants } = await networkHelpers.loadFixture(ownedFixture);
        await expect(grants.writeTerms(1, 0, rights, royaltyBps, 1, ZeroHash))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_BadRights')
          .withArgs(rights, royaltyBps);
      });
    }

    it('reverts when the royalty leaves a derivative’s maker nothing', async () => {
      const { grants } = await networkHelpers.loadFixture(ownedFixture);
      for (const royaltyBps of [10_000, 65_535]) {
        await expect(grants.writeTerms(1, 0, DERIVE, royaltyBps, 1, ZeroHash))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_RoyaltyTooHigh')
          .withArgs(royaltyBps);
      }
    });

    it('reverts when they allow no purpose', async () => {
      const { grants } = await networkHelpers.loadFixture(ownedFixture);
      await expect(grants.writeTerms(1, 0, READ, 0, 0, ZeroHash))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NoPurpose')
        .withArgs();
    });
  });

  describe('given anybody else', () => {
    it('reverts when the dataset is another member’s, or none', async () => {
      const { grants, works } = await networkHelpers.loadFixture(ownedFixture);
      for (const datasetId of [0, 2, 3, 2 ** 32 - 1]) {
        await expect(grants.writeTerms(datasetId, 0, READ, 0, 1, ZeroHash))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotTheOwner')
          .withArgs(datasetId, works.memberId);
      }
    });

    it('reverts when the key lacks the sell role', async () => {
      const world = await networkHelpers.loadFixture(ownedFixture);
      const key = spareKey(world);
      await admitKey(world, key, 0b11011n);
      await expect(world.grants.connect(key).writeTerms(1, 0, READ, 0, 1, ZeroHash))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_KeyLacksRole')
        .withArgs(key.address, 2);
    });

    it('reverts when the owner is suspended', async () => {
      const world = await networkHelpers.loadFixture(ownedFixture);
      await suspend(world, world.works);
      await expect(world.grants.writeTerms(1, 0, READ, 0, 1, ZeroHash))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_MemberNotActive')
        .withArgs(world.works.memberId);
    });
  });
});
