import { expect } from 'chai';
import type { Payee } from '../../sdk/entry.js';
import type { SourceRef } from '../../sdk/table-inputs.js';
import {
  buy,
  type Company,
  DAY,
  draftOf,
  ledgerFixture,
  licence,
  networkHelpers,
  originator,
  publish,
  register,
  royalty,
  sell,
} from '../support/contracts-fixture.js';

describe('DatasetRegistry: sources', () => {
  async function sourceFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const data = await register(world.works);
    return { ...world, data };
  }

  function derive(company: Company, payees: Payee[], sources: SourceRef[]) {
    return company.ledger.datasets.register(draftOf(payees, sources));
  }

  describe('given a source named without a grant', () => {
    it('takes the publisher’s own', async () => {
      const { works, data } = await networkHelpers.loadFixture(sourceFixture);
      const { versionId } = await register(works, { sources: [{ versionId: data.versionId, grantId: 0 }] });
      expect(await works.ledger.datasets.payeesOf(versionId)).to.have.length(1);
    });

    it('reverts when it is another member’s: nobody names a source without a right', async () => {
      const { works, models, data } = await networkHelpers.loadFixture(sourceFixture);
      await expect(derive(models, [originator(models.memberId, 10_000)], [{ versionId: data.versionId, grantId: 0 }]))
        .to.be.revertedWithCustomError(models.ledger.datasets, 'DatasetRegistry_SourceNotOwned')
        .withArgs(data.versionId, works.memberId);
    });
  });

  describe('given a source named by a grant', () => {
    it('takes it under an active grant with the derive right', async () => {
      const { works, models, data } = await networkHelpers.loadFixture(sourceFixture);
      const source = await licence(works, data, models, { royaltyBps: 1 });
      const { versionId } = await register(models, { sources: [source] });
      expect(await models.ledger.datasets.payeesOf(versionId)).to.have.length(2);
    });

    async function refusal(company: Company, source: SourceRef, reason: number) {
      await expect(derive(company, [originator(company.memberId, 10_000)], [source]))
        .to.be.revertedWithCustomError(company.ledger.grants, 'AccessGrants_MayNotDerive')
        .withArgs(source.grantId, reason);
    }

    it('reverts when the grant does not exist', async () => {
      const { models, data } = await networkHelpers.loadFixture(sourceFixture);
      for (const grantId of [1, 2 ** 32 - 1]) await refusal(models, { versionId: data.versionId, grantId }, 1);
    });

    it('reverts when the grant is another member’s', async () => {
      const { works, models, rival, data } = await networkHelpers.loadFixture(sourceFixture);
      await refusal(rival, await licence(works, data, models), 2);
    });

    it('reverts when the grant has ended', async () => {
      const { works, models, data } = await networkHelpers.loadFixture(sourceFixture);
      const offerId = await sell(works, data, { rights: ['derive'], period: DAY });
      const grantId = await buy(models, offerId, data.versionId);
      await networkHelpers.time.increase(DAY);
      await refusal(models, { versionId: data.versionId, grantId }, 5);
    });

    it('reverts when the grant covers another version', async () => {
      const { works, models, data } = await networkHelpers.loadFixture(sourceFixture);
      const { grantId } = await licence(works, data, models);
      const second = await publish(works, data.datasetId);
      await refusal(models, { versionId: second, grantId }, 6);
    });

    it('reverts when the grant is to read and compute only', async () => {
      const { works, models, data } = await networkHelpers.loadFixture(sourceFixture);
      const grantId = await buy(models, await sell(works, data, { rights: ['read', 'compute'] }), data.versionId);
      await refusal(models, { versionId: data.versionId, grantId }, 7);
    });
  });

  describe('given a list of sources', () => {
    it('reverts when one is named twice, or they do not ascend', async () => {
      const { works, data } = await networkHelpers.loadFixture(sourceFixture);
      const second = await publish(works, data.datasetId);
      const own = (versionId: number) => ({ versionId, grantId: 0 });
      const table = [originator(works.memberId, 10_000)];
      for (const [sources, index] of [
        [[own(0)], 0],
        [[own(1), own(1)], 1],
        [[own(second), own(1)], 1],
      ] as const) {
        await expect(derive(works, table, [...sources]))
          .to.be.revertedWithCustomError(works.ledger.datasets, 'DatasetRegistry_NotAscending')
          .withArgs(index);
      }
    });

    it('reverts when one does not exist, not even itself', async () => {
      const { works, data } = await networkHelpers.loadFixture(sourceFixture);
      for (const versionId of [data.versionId + 1, 2 ** 32 - 1]) {
        await expect(derive(works, [originator(works.memberId, 10_000)], [{ versionId, grantId: 0 }]))
          .to.be.revertedWithCustomError(works.ledger.datasets, 'DatasetRegistry_VersionUnknown')
          .withArgs(versionId);
      }
    });

    it('takes 128 and reverts at 129', async () => {
      const { works, data } = await networkHelpers.loadFixture(sourceFixture);
      for (let i = 1; i < 128; i++) await publish(works, data.datasetId, { payees: [] });
      const sources = Array.from({ length: 129 }, (_, i) => ({ versionId: i + 1, grantId: 0 }));
      const table = [originator(works.memberId, 10_000)];
      await expect(derive(works, table, sources))
        .to.be.revertedWithCustomError(works.ledger.datasets, 'DatasetRegistry_TooMany')
        .withArgs(129);
      const sending = derive(works, table, sources.slice(0, 128));
      await expect(sending).to.emit(works.ledger.datasets, 'PayeeTableDeclared');
    });
  });

  describe('given a source that holds a royalty without onward', () => {
    /** `parts` buys into the model's updates while it owes nothing; then its next version takes in the machine data, without onward. */
    async function laterBoundFixture() {
      const world = await networkHelpers.loadFixture(sourceFixture);
      const { works, models, parts, data } = world;
      const model = await register(models);
      const follows = await sell(
        models,
        { ...model, versionId: 0 },
        { rights: ['derive', 'onward'], royaltyBps: 900, period: DAY },
      );
      const grants = { parts: await buy(parts, follows, model.versionId), works: await buy(works, follows, model.versionId) };
      const second = await publish(models, model.datasetId, { sources: [await licence(works, data, models)] });
      return { ...world, model, grants, second };
    }

    it('marks the dataset as bound', async () => {
      const { ledger, data, model } = await networkHelpers.loadFixture(laterBoundFixture);
      expect((await ledger.datasets.datasetOf(model.datasetId)).bound).to.equal(true);
      expect((await ledger.datasets.datasetOf(data.datasetId)).bound).to.equal(false);
    });

    it('reverts when a third member derives from it, though its grant covers it', async () => {
      const { parts, data, model, grants, second } = await networkHelpers.loadFixture(laterBoundFixture);
      const table = [originator(parts.memberId, 9_100), royalty(data.versionId, 0), royalty(second, 900, true)];
      await expect(derive(parts, table, [{ versionId: second, grantId: grants.parts }]))
        .to.be.revertedWithCustomError(parts.ledger.datasets, 'DatasetRegistry_RoyaltyNotOnward')
        .withArgs(second, data.datasetId);
      await register(parts, { sources: [{ versionId: model.versionId, grantId: grants.parts }] });
    });

    it('lets the royalty’s own dataset’s owner derive', async () => {
      const { works, data, grants, second } = await networkHelpers.loadFixture(laterBoundFixture);
      const { versionId } = await register(works, { sources: [{ versionId: second, grantId: grants.works }] });
      expect(await works.ledger.datasets.payeesOf(versionId)).to.have.length(3);
      expect(data.versionId).to.equal(1);
    });

    it('lets its publisher derive from its own', async () => {
      const { models, second } = await networkHelpers.loadFixture(laterBoundFixture);
      const { datasetId } = await register(models, { sources: [{ versionId: second, grantId: 0 }] });
      expect((await models.ledger.datasets.datasetOf(datasetId)).bound).to.equal(true);
    });
  });
});
