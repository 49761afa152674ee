import { expect } from 'chai';
import { type Payee, packEntry, unpackEntry } from '../../sdk/entry.js';
import type { SourceRef } from '../../sdk/table-inputs.js';
import {
  type Company,
  draftOf,
  ledgerFixture,
  licence,
  networkHelpers,
  originator,
  publish,
  register,
  royalty,
} from '../support/contracts-fixture.js';

describe('DatasetRegistry: royalties', () => {
  /** The machine data of `works` and a licence for `models` at 7.77 %, onward. */
  async function licensedFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const data = await register(world.works);
    const source = await licence(world.works, data, world.models, { royaltyBps: 777, onward: true });
    const { datasets } = world.models.ledger;
    const own = (shareBps: number) => originator(world.models.memberId, shareBps);
    return { ...world, data, source, datasets, own };
  }

  async function tableOf(company: Company, versionId: number): Promise<Payee[]> {
    return (await company.ledger.datasets.payeesOf(versionId)).map(unpackEntry);
  }

  function without(sources: SourceRef[], company: Company) {
    return draftOf([originator(company.memberId, 10_000)], sources);
  }

  describe('given a source named by grant', () => {
    it('takes exactly the royalty of its terms', async () => {
      const { models, data, source, datasets, own } = await networkHelpers.loadFixture(licensedFixture);
      const { versionId } = await register(models, {
        payees: [own(9_223), royalty(data.versionId, 777, true)],
        sources: [source],
      });
      expect(await tableOf(models, versionId)).to.deep.equal([own(9_223), royalty(data.versionId, 777, true)]);
      expect((await datasets.datasetOf(2)).bound).to.equal(false);
    });

    it('reverts when the royalty is missing', async () => {
      const { models, data, source, datasets } = await networkHelpers.loadFixture(licensedFixture);
      await expect(datasets.register(without([source], models)))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyMissing')
        .withArgs(data.datasetId, 777);
    });

    it('reverts when the royalty is lower or higher, without onward, or to another table', async () => {
      const { works, data, source, datasets, own } = await networkHelpers.loadFixture(licensedFixture);
      const second = await publish(works, data.datasetId);
      const owed = royalty(data.versionId, 777, true);
      for (const given of [
        royalty(data.versionId, 776, true),
        royalty(data.versionId, 778, true),
        royalty(data.versionId, 777, false),
        royalty(second, 777, true),
      ]) {
        await expect(datasets.register(draftOf([own(10_000 - given.shareBps), given], [source])))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyDiffers')
          .withArgs(data.datasetId, packEntry(owed), packEntry(given));
      }
    });

    it('keeps a royalty of zero basis points: it says where the data came from', async () => {
      const { works, models, data, datasets, own } = await networkHelpers.loadFixture(licensedFixture);
      const source = await licence(works, data, models);
      await expect(datasets.register(without([source], models)))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyMissing')
        .withArgs(data.datasetId, 0);
      const { versionId } = await register(models, { sources: [source] });
      expect(await tableOf(models, versionId)).to.deep.equal([own(10_000), royalty(data.versionId, 0)]);
    });

    it('points to the table when the source inherits one', async () => {
      const { works, models, data, datasets, own } = await networkHelpers.loadFixture(licensedFixture);
      const second = await publish(works, data.datasetId, { payees: [] });
      const source = await licence(works, { ...data, versionId: second }, models, { royaltyBps: 5 });
      await expect(datasets.register(draftOf([own(9_995), royalty(second, 5)], [source])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotATable')
        .withArgs(second);
      const { versionId } = await register(models, { sources: [source] });
      expect(await tableOf(models, versionId)).to.deep.equal([own(9_995), royalty(data.versionId, 5)]);
    });
  });

  describe('given a royalty that nothing asks for', () => {
    it('reverts when it goes to another member’s dataset, also at 0 basis points', async () => {
      const { data, datasets, own } = await networkHelpers.loadFixture(licensedFixture);
      for (const shareBps of [0, 1]) {
        await expect(datasets.register(draftOf([own(10_000 - shareBps), royalty(data.versionId, shareBps, true)])))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyUnasked')
          .withArgs(data.datasetId, shareBps);
      }
    });

    it('takes it as a gift to an own dataset, and keeps it from then on', async () => {
      const { works, data } = await networkHelpers.loadFixture(licensedFixture);
      const gift = royalty(data.versionId, 3_001, true);
      const { datasetId, versionId } = await register(works, { payees: [originator(works.memberId, 6_999), gift] });
      expect(await tableOf(works, versionId)).to.deep.equal([originator(works.memberId, 6_999), gift]);
      await expect(works.ledger.datasets.publish(datasetId, without([], works)))
        .to.be.revertedWithCustomError(works.ledger.datasets, 'DatasetRegistry_RoyaltyMissing')
        .withArgs(data.datasetId, 3_001);
    });
  });

  describe('given a version before', () => {
    it('keeps its royalties, though the new one names no source', async () => {
      const { models, data, source, datasets, own } = await networkHelpers.loadFixture(licensedFixture);
      const { datasetId } = await register(models, { sources: [source] });
      await expect(datasets.publish(datasetId, without([], models)))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyMissing')
        .withArgs(data.datasetId, 777);
      const second = await publish(models, datasetId, { payees: [own(9_223), royalty(data.versionId, 777, true)] });
      expect(await tableOf(models, second)).to.have.length(2);
    });

    it('keeps them through versions that inherit their table', async () => {
      const { models, data, source, datasets } = await networkHelpers.loadFixture(licensedFixture);
      const { datasetId } = await register(models, { sources: [source] });
      await publish(models, datasetId, { payees: [] });
      await expect(datasets.publish(datasetId, without([], models)))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyMissing')
        .withArgs(data.datasetId, 777);
    });

    it('never lets a dearer royalty shrink by a cheaper licence, and takes onward away', async () => {
      const { works, models, data, source, own } = await networkHelpers.loadFixture(licensedFixture);
      const { datasetId } = await register(models, { sources: [source] });
      const cheaper = await licence(works, data, models, { royaltyBps: 10 });
      const second = await publish(models, datasetId, { sources: [cheaper] });
      expect(await tableOf(models, second)).to.deep.equal([own(9_223), royalty(data.versionId, 777, false)]);
    });
  });

  describe('given two sources of one dataset', () => {
    async function twoVersionsFixture() {
      const world = await networkHelpers.loadFixture(licensedFixture);
      const second = await publish(world.works, world.data.datasetId);
      const later = { ...world.data, versionId: second };
      return { ...world, second, later };
    }

    it('asks for the higher royalty, to the table that asks for it', async () => {
      const { works, models, data, source, later, own } = await networkHelpers.loadFixture(twoVersionsFixture);
      const lower = await licence(works, later, models, { royaltyBps: 776, onward: true });
      const { versionId } = await register(models, { sources: [source, lower] });
      expect(await tableOf(models, versionId)).to.deep.equal([own(9_223), royalty(data.versionId, 777, true)]);
    });

    it('asks for the newest table among equal ones', async () => {
      const { works, models, source, later, second, datasets, data, own } = await networkHelpers.loadFixture(twoVersionsFixture);
      const equal = await licence(works, later, models, { royaltyBps: 777, onward: true });
      const [owed, older] = [royalty(second, 777, true), royalty(data.versionId, 777, true)];
      await expect(datasets.register(draftOf([own(9_223), older], [source, equal])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyDiffers')
        .withArgs(data.datasetId, packEntry(owed), packEntry(older));
      const { versionId } = await register(models, { payees: [own(9_223), owed], sources: [source, equal] });
      expect(await tableOf(models, versionId)).to.have.length(2);
    });

    it('carries onward only if every licence used has it', async () => {
      const { works, models, data, source, later, datasets, own } = await networkHelpers.loadFixture(twoVersionsFixture);
      const silent = await licence(works, later, models, { royaltyBps: 1 });
      const [owed, given] = [royalty(data.versionId, 777, false), royalty(data.versionId, 777, true)];
      await expect(datasets.register(draftOf([own(9_223), given], [source, silent])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyDiffers')
        .withArgs(data.datasetId, packEntry(owed), packEntry(given));
      const { datasetId } = await register(models, { sources: [source, silent] });
      expect((await datasets.datasetOf(datasetId)).bound).to.equal(true);
    });
  });

  describe('given an own version named by a grant', () => {
    it('asks nothing of the dataset for itself', async () => {
      const { works, data } = await networkHelpers.loadFixture(licensedFixture);
      const own = await licence(works, data, works, { royaltyBps: 321 });
      const second = await publish(works, data.datasetId, { payees: [originator(works.memberId, 10_000)], sources: [own] });
      expect(await tableOf(works, second)).to.deep.equal([originator(works.memberId, 10_000)]);
    });
  });

  describe('given a chain of derivation', () => {
    async function chainFixture() {
      const world = await networkHelpers.loadFixture(licensedFixture);
      const model = await register(world.models, { sources: [world.source] });
      const modelSource = await licence(world.models, model, world.parts, { royaltyBps: 1_234, onward: true });
      return { ...world, model, modelSource };
    }

    it('carries the first source’s royalty in full to the last: a middle layer dilutes nobody', async () => {
      const { parts, data, model, modelSource } = await networkHelpers.loadFixture(chainFixture);
      const { datasets } = parts.ledger;
      const given = [originator(parts.memberId, 8_766), royalty(model.versionId, 1_234, true)];
      await expect(datasets.register(draftOf(given, [modelSource])))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyMissing')
        .withArgs(data.datasetId, 777);
      const { versionId } = await register(parts, { sources: [modelSource] });
      expect(await tableOf(parts, versionId)).to.deep.equal([
        originator(parts.memberId, 7_989),
        royalty(data.versionId, 777, true),
        royalty(model.versionId, 1_234, true),
      ]);
    });

    it('carries it through own middle layers, which need no grant', async () => {
      const { models, data, model, datasets, own } = await networkHelpers.loadFixture(chainFixture);
      const middle = { versionId: model.versionId, grantId: 0 };
      await expect(datasets.register(without([middle], models)))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyMissing')
        .withArgs(data.datasetId, 777);
      const { versionId } = await register(models, { sources: [middle] });
      expect(await tableOf(models, versionId)).to.deep.equal([own(9_223), royalty(data.versionId, 777, true)]);
    });

    it('drops the royalty to the dataset itself when it takes its derivative back in', async () => {
      const { works, models, data, model } = await networkHelpers.loadFixture(chainFixture);
      const back = await licence(models, model, works, { royaltyBps: 55, onward: true });
      const second = await publish(works, data.datasetId, { sources: [back] });
      expect(await tableOf(works, second)).to.deep.equal([originator(works.memberId, 9_945), royalty(model.versionId, 55, true)]);
    });
  });
});
