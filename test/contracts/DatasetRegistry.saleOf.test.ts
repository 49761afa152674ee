import { expect } from 'chai';
import { ledgerFixture, licence, networkHelpers, originator, publish, register, royalty } from '../support/contracts-fixture.js';

describe('DatasetRegistry: what sales ask', () => {
  /** Versions 1 and 2 under one table, then 3 under its own; 4 is another dataset's. */
  async function versionsFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const { works, models } = world;
    const { datasetId } = await register(works);
    await publish(works, datasetId, { payees: [] });
    return { ...world, datasets: world.ledger.datasets, datasetId, owner: BigInt(works.memberId), models };
  }

  describe('saleOf', () => {
    describe('given terms that pin a version', () => {
      it('sells exactly that one, also when newer ones have other tables', async () => {
        const { datasets, works, datasetId, owner } = await networkHelpers.loadFixture(versionsFixture);
        await publish(works, datasetId, { payees: [originator(2, 9_000), originator(3, 1_000)] });
        expect(await datasets.saleOf(datasetId, 1, false)).to.deep.equal([owner, 1n, 1n, 10_000n]);
        expect(await datasets.saleOf(datasetId, 2, false)).to.deep.equal([owner, 2n, 1n, 10_000n]);
        expect(await datasets.saleOf(datasetId, 3, false)).to.deep.equal([owner, 3n, 3n, 10_000n]);
      });
    });

    describe('given terms that follow updates', () => {
      it('starts with the current version when it has the table of the one seen', async () => {
        const { datasets, datasetId, owner } = await networkHelpers.loadFixture(versionsFixture);
        expect(await datasets.saleOf(datasetId, 1, true)).to.deep.equal([owner, 2n, 1n, 10_000n]);
        expect(await datasets.saleOf(datasetId, 2, true)).to.deep.equal([owner, 2n, 1n, 10_000n]);
      });

      it('reverts when the current version has another table', async () => {
        const { datasets, works, datasetId } = await networkHelpers.loadFixture(versionsFixture);
        const current = await publish(works, datasetId);
        for (const seen of [1, 2]) {
          await expect(datasets.saleOf(datasetId, seen, true))
            .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_TableChanged')
            .withArgs(seen, current);
        }
      });

      it('gives the originators’ part', async () => {
        const { datasets, works, models, datasetId } = await networkHelpers.loadFixture(versionsFixture);
        const source = await licence(works, { datasetId, versionId: 2 }, models, { royaltyBps: 2_501 });
        const model = await register(models, { sources: [source] });
        const own = BigInt(models.memberId);
        expect(await datasets.saleOf(model.datasetId, model.versionId, true)).to.deep.equal([own, 3n, 3n, 7_499n]);
      });
    });

    describe('given a version of another dataset, or none', () => {
      it('reverts', async () => {
        const { datasets, models, datasetId } = await networkHelpers.loadFixture(versionsFixture);
        const { versionId } = await register(models);
        for (const seen of [0, versionId, versionId + 1, 2 ** 32 - 1]) {
          for (const follows of [false, true]) {
            await expect(datasets.saleOf(datasetId, seen, follows))
              .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_VersionOfAnother')
              .withArgs(seen, datasetId);
          }
        }
      });
    });

    describe('given no such dataset', () => {
      it('reverts', async () => {
        const { datasets } = await networkHelpers.loadFixture(versionsFixture);
        for (const datasetId of [0, 2, 2 ** 32 - 1]) {
          await expect(datasets.saleOf(datasetId, 1, false))
            .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_DatasetUnknown')
            .withArgs(datasetId);
        }
      });
    });
  });

  describe('requireDerivable', () => {
    /** A model that owes 40.01 % to the machine data, with or without onward. */
    async function modelFixture(onward: boolean) {
      const world = await networkHelpers.loadFixture(versionsFixture);
      const { works, models, datasetId } = world;
      const source = await licence(works, { datasetId, versionId: 2 }, models, { royaltyBps: 4_001, onward });
      return { ...world, model: await register(models, { sources: [source] }) };
    }
    async function onwardFixture() {
      return modelFixture(true);
    }
    async function boundFixture() {
      return modelFixture(false);
    }

    it('takes a royalty that leaves the deriver one basis point, and reverts one further', async () => {
      const { datasets, parts, model } = await networkHelpers.loadFixture(onwardFixture);
      await datasets.requireDerivable(model.versionId, parts.memberId, 5_998);
      await expect(datasets.requireDerivable(model.versionId, parts.memberId, 5_999))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoomLacking')
        .withArgs(model.versionId, 10_000, 1);
    });

    it('is what a publication allows: 9,999 basis points of royalties are published', async () => {
      const { models, parts, model, ledger } = await networkHelpers.loadFixture(onwardFixture);
      const source = await licence(models, model, parts, { royaltyBps: 5_998 });
      const { versionId } = await register(parts, {
        payees: [originator(parts.memberId, 1), royalty(1, 4_001, true), royalty(model.versionId, 5_998)],
        sources: [source],
      });
      expect(await ledger.datasets.payeesOf(versionId)).to.have.length(3);
    });

    it('reverts when a royalty lacks onward, but for the owner of its dataset', async () => {
      const { datasets, works, parts, datasetId, model } = await networkHelpers.loadFixture(boundFixture);
      await expect(datasets.requireDerivable(model.versionId, parts.memberId, 0))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyNotOnward')
        .withArgs(model.versionId, datasetId);
      await datasets.requireDerivable(model.versionId, works.memberId, 0);
    });
  });
});
