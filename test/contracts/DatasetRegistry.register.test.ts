import { expect } from 'chai';
import { id, ZeroHash } from 'ethers';
import { type Payee, packEntry, unpackVersion } from '../../sdk/entry.js';
import {
  admitKey,
  draftOf,
  ledgerFixture,
  networkHelpers,
  originator,
  publish,
  register,
  royalty,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

describe('DatasetRegistry.register', () => {
  async function registryFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    return { ...world, datasets: world.works.ledger.datasets, works: world.works };
  }

  describe('given a key with the publish role', () => {
    it('mints the dataset, appends its first version and emits everything of both', async () => {
      const { datasets, works, models, ledger } = await networkHelpers.loadFixture(registryFixture);
      const payees = [originator(works.memberId, 6_667), originator(models.memberId, 3_333)];
      const draft = draftOf(payees, [], {
        byteSize: 2n ** 64n - 1n,
        format: 1,
        metadataHash: id('meta'),
        metadataUri: 'https://works.example/1',
      });
      const sending = datasets.register(draft);
      const account = await ledger.members.accountOf(works.memberId);
      await expect(sending).to.emit(datasets, 'DatasetRegistered').withArgs(1, works.memberId);
      await expect(sending).to.emit(datasets, 'Transfer').withArgs('0x0000000000000000000000000000000000000000', account, 1);
      const now = await networkHelpers.time.latest();
      await expect(sending)
        .to.emit(datasets, 'VersionPublished')
        .withArgs(1, 1, 1, works.memberId, draft.contentRoot, 2n ** 64n - 1n, 1, id('meta'), 'https://works.example/1', now);
      await expect(sending).to.emit(datasets, 'PayeeTableDeclared').withArgs(1, 1, payees.map(packEntry), []);
      await expect(sending).not.to.emit(datasets, 'MetadataUpdate');
      expect(await datasets.datasetOf(1)).to.deep.equal([BigInt(works.memberId), 1n, 1n, 0n, false, false, 0n]);
      expect(unpackVersion(await datasets.versionOf(1))).to.deep.equal({
        datasetId: 1,
        tableId: 1,
        publishedAt: now,
        payees: 2,
        ownShareBps: 10_000,
      });
      expect(await datasets.contentRootOf(1)).to.equal(draft.contentRoot);
      expect([await datasets.datasetCount(), await datasets.versionCount()]).to.deep.equal([1n, 1n]);
    });

    it('takes the last member as originator and reverts beyond it', async () => {
      const { datasets, rival } = await networkHelpers.loadFixture(registryFixture);
      await datasets.register(draftOf([originator(1, 1), originator(rival.memberId, 9_999)]));
      await expect(datasets.register(draftOf([originator(1, 1), originator(rival.memberId + 1, 9_999)])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_OriginatorUnknown')
        .withArgs(rival.memberId + 1);
    });

    it('reverts when the content root is zero', async () => {
      const { datasets } = await networkHelpers.loadFixture(registryFixture);
      await expect(datasets.register(draftOf([originator(1, 10_000)], [], { contentRoot: ZeroHash })))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoContentRoot')
        .withArgs();
    });

    it('reverts when a first version brings no table', async () => {
      const { datasets } = await networkHelpers.loadFixture(registryFixture);
      await expect(datasets.register(draftOf([])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoPayees')
        .withArgs();
    });

    for (const sum of [9_999, 10_001]) {
      it(`reverts when the shares make ${sum} basis points`, async () => {
        const { datasets } = await networkHelpers.loadFixture(registryFixture);
        await expect(datasets.register(draftOf([originator(1, 5_000), originator(2, sum - 5_000)])))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_SharesNotWhole')
          .withArgs(sum);
      });
    }

    it('reverts when shares wrap round to a whole', async () => {
      const { datasets } = await networkHelpers.loadFixture(registryFixture);
      const payees = [originator(1, 32_767), originator(2, 32_767), originator(3, 10_002)];
      await expect(datasets.register(draftOf(payees)))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_SharesNotWhole')
        .withArgs(75_536);
    });

    it('reverts when an originator would get nothing', async () => {
      const { datasets } = await networkHelpers.loadFixture(registryFixture);
      await expect(datasets.register(draftOf([originator(1, 10_000), originator(2, 0)])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoShare')
        .withArgs(2);
    });

    it('reverts when entries do not ascend by (kind, id)', async () => {
      const { datasets, works } = await networkHelpers.loadFixture(registryFixture);
      const { versionId } = await register(works);
      const wrong: [Payee[], number][] = [
        [[originator(0, 10_000)], 0],
        [[originator(2, 5_000), originator(2, 5_000)], 1],
        [[originator(1, 2_000), originator(3, 3_000), originator(2, 5_000)], 2],
        [[royalty(versionId, 5_000), originator(2, 5_000)], 1],
        [[originator(2, 5_000), royalty(versionId, 2_500), royalty(versionId, 2_500)], 2],
      ];
      for (const [payees, index] of wrong) {
        await expect(datasets.register(draftOf(payees)))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotAscending')
          .withArgs(index);
      }
    });

    it('reverts when an entry has bits set that mean nothing', async () => {
      const { datasets } = await networkHelpers.loadFixture(registryFixture);
      const good = packEntry(originator(2, 10_000));
      for (const bit of [0n, 14n, 15n]) {
        const entry = good | (1n << bit);
        await expect(datasets.register(draftOf([entry])))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_BadEntry')
          .withArgs(0, entry);
      }
    });

    it('reverts when all goes to royalties', async () => {
      const { datasets, works } = await networkHelpers.loadFixture(registryFixture);
      const { versionId } = await register(works);
      await expect(datasets.register(draftOf([royalty(versionId, 10_000)])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoOriginator')
        .withArgs();
    });

    it('reverts when a table has 129 entries', async () => {
      const { datasets } = await networkHelpers.loadFixture(registryFixture);
      const payees = Array.from({ length: 129 }, (_, i) => originator(i + 1, 1));
      await expect(datasets.register(draftOf(payees)))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_TooMany')
        .withArgs(129);
    });

    it('reverts when a royalty goes to a version that introduced no table: none yet, itself, or an inheriting one', async () => {
      const { datasets, works } = await networkHelpers.loadFixture(registryFixture);
      const { datasetId } = await register(works);
      const inheriting = await publish(works, datasetId, { payees: [] });
      for (const tableId of [0, inheriting, inheriting + 1, 2 ** 32 - 1]) {
        await expect(datasets.register(draftOf([originator(2, 9_000), royalty(tableId, 1_000)])))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotATable')
          .withArgs(tableId);
      }
    });

    it('reverts when a table pays one dataset twice', async () => {
      const { datasets, works } = await networkHelpers.loadFixture(registryFixture);
      const { datasetId, versionId } = await register(works);
      const second = await publish(works, datasetId);
      await expect(datasets.register(draftOf([originator(2, 9_000), royalty(versionId, 500), royalty(second, 500)])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyTwice')
        .withArgs(datasetId);
    });
  });

  describe('given a key that may not publish', () => {
    it('reverts when it lacks the role', async () => {
      const world = await networkHelpers.loadFixture(registryFixture);
      const key = spareKey(world);
      await admitKey(world, key, 0b11101n);
      await expect(world.datasets.connect(key).register(draftOf([originator(1, 10_000)])))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_KeyLacksRole')
        .withArgs(key.address, 1);
    });

    it('reverts when its member is suspended', async () => {
      const world = await networkHelpers.loadFixture(registryFixture);
      await suspend(world, world.works);
      await expect(world.datasets.register(draftOf([originator(1, 10_000)])))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_MemberNotActive')
        .withArgs(world.works.memberId);
    });

    it('reverts when it is nobody’s', async () => {
      const { datasets, ledger, stranger } = await networkHelpers.loadFixture(registryFixture);
      await expect(datasets.connect(stranger).register(draftOf([originator(1, 10_000)])))
        .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_KeyUnknown')
        .withArgs(stranger.address);
    });
  });
});
