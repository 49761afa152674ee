import { expect } from 'chai';
import { id } from 'ethers';
import { packEntry, unpackVersion } from '../../sdk/entry.js';
import {
  draftOf,
  ledgerFixture,
  networkHelpers,
  originator,
  publish,
  register,
  royalty,
  suspend,
} from '../support/contracts-fixture.js';

describe('DatasetRegistry.publish', () => {
  async function datasetFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const first = await register(world.works);
    return { ...world, first, datasets: world.works.ledger.datasets };
  }

  describe('given a dataset of the caller’s member', () => {
    it('appends a version with its own table', async () => {
      const { datasets, works, models, first } = await networkHelpers.loadFixture(datasetFixture);
      const payees = [originator(works.memberId, 1), originator(models.memberId, 9_999)];
      const draft = draftOf(payees, [{ versionId: first.versionId, grantId: 0 }], { contentRoot: id('second') });
      const sending = datasets.publish(1, draft);
      await expect(sending)
        .to.emit(datasets, 'PayeeTableDeclared')
        .withArgs(2, 1, payees.map(packEntry), [[1n, 0n]]);
      const now = await networkHelpers.time.latest();
      await expect(sending)
        .to.emit(datasets, 'VersionPublished')
        .withArgs(2, 1, 2, works.memberId, id('second'), 4_097, 1, draft.metadataHash, '', now);
      await expect(sending).to.emit(datasets, 'MetadataUpdate').withArgs(1);
      expect(await datasets.datasetOf(1)).to.deep.equal([BigInt(works.memberId), 2n, 2n, 0n, false, false, 0n]);
      expect(await datasets.contentRootOf(2)).to.equal(id('second'));
      expect(await datasets.contentRootOf(1)).to.equal(id('some content'));
    });

    it('inherits the table of the version just before when it brings none', async () => {
      const { datasets, works, models } = await networkHelpers.loadFixture(datasetFixture);
      await publish(works, 1, { payees: [originator(works.memberId, 2_500), originator(models.memberId, 7_500)] });
      const sending = datasets.publish(1, draftOf([]));
      await expect(sending).to.emit(datasets, 'VersionPublished');
      await expect(sending).not.to.emit(datasets, 'PayeeTableDeclared');
      await publish(works, 1, { payees: [] });
      for (const versionId of [3, 4]) {
        const { tableId, payees, ownShareBps } = unpackVersion(await datasets.versionOf(versionId));
        expect({ tableId, payees, ownShareBps }).to.deep.equal({ tableId: 2, payees: 0, ownShareBps: 10_000 });
        expect(await datasets.payeesOf(versionId)).to.deep.equal(await datasets.payeesOf(2));
      }
    });

    it('reverts when it names sources and brings no table', async () => {
      const { datasets } = await networkHelpers.loadFixture(datasetFixture);
      await expect(datasets.publish(1, draftOf([], [{ versionId: 1, grantId: 0 }])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoPayees')
        .withArgs();
    });

    it('reverts when a royalty goes to the dataset itself', async () => {
      const { datasets, works } = await networkHelpers.loadFixture(datasetFixture);
      await expect(datasets.publish(1, draftOf([originator(works.memberId, 9_999), royalty(1, 1)])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyToItself')
        .withArgs(1);
    });

    it('reverts when the content root is zero', async () => {
      const { datasets } = await networkHelpers.loadFixture(datasetFixture);
      await expect(datasets.publish(1, draftOf([], [], { contentRoot: `0x${'00'.repeat(32)}` })))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoContentRoot')
        .withArgs();
    });

    it('numbers versions of all datasets in one sequence', async () => {
      const { works, models } = await networkHelpers.loadFixture(datasetFixture);
      expect(await register(models)).to.deep.equal({ datasetId: 2, versionId: 2 });
      expect(await publish(works, 1)).to.equal(3);
      expect(await publish(models, 2)).to.equal(4);
    });
  });

  describe('given a dataset of somebody else', () => {
    it('reverts when it is another member’s', async () => {
      const { models } = await networkHelpers.loadFixture(datasetFixture);
      await expect(models.ledger.datasets.publish(1, draftOf([])))
        .to.be.revertedWithCustomError(models.ledger.datasets, 'DatasetRegistry_NotTheOwner')
        .withArgs(1, models.memberId);
    });

    it('reverts when it does not exist', async () => {
      const { datasets } = await networkHelpers.loadFixture(datasetFixture);
      for (const datasetId of [0, 2, 2 ** 32 - 1]) {
        await expect(datasets.publish(datasetId, draftOf([])))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_DatasetUnknown')
          .withArgs(datasetId);
      }
    });
  });

  describe('given a suspended owner', () => {
    it('reverts', async () => {
      const world = await networkHelpers.loadFixture(datasetFixture);
      await suspend(world, world.works);
      await expect(world.datasets.publish(1, draftOf([])))
        .to.be.revertedWithCustomError(world.ledger.members, 'MemberRegistry_MemberNotActive')
        .withArgs(world.works.memberId);
    });
  });
});
