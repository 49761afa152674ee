import { expect } from 'chai';
import { packEntry, unpackVersion } from '../../sdk/entry.js';
import { crowdedFixture, crowdedTable, draftOf, networkHelpers, publish, register } from '../support/contracts-fixture.js';

/** Reads a table from its storage words: two entries in the first, four in each further one. */
function entriesOf(words: readonly bigint[], count: number): bigint[] {
  const entries = words.flatMap((word, i) =>
    Array.from({ length: i === 0 ? 2 : 4 }, (_, j) => (word >> BigInt((i === 0 ? 128 : 0) + 64 * j)) & (2n ** 64n - 1n)),
  );
  expect(entries.slice(count).every((entry) => entry === 0n)).to.equal(true);
  return entries.slice(0, count);
}

describe('DatasetRegistry: tables in storage', () => {
  for (const [originators, gifts, words] of [
    [1, 0, 1],
    [2, 0, 1],
    [3, 0, 2],
    [1, 5, 2],
    [7, 0, 3],
    [1, 9, 3],
    [4, 7, 4],
    [1, 126, 33],
    [7, 121, 33],
  ] as const) {
    describe(`given a table of ${originators + gifts} entries, ${gifts} of them royalties`, () => {
      it(`gives it back in order, from ${words} words`, async () => {
        const { works } = await networkHelpers.loadFixture(crowdedFixture);
        const { datasets } = works.ledger;
        const payees = crowdedTable(originators, gifts);
        const { datasetId, versionId } = await register(works, { payees });
        expect(await datasets.payeesOf(versionId)).to.deep.equal(payees.map(packEntry));
        const stored = await datasets.tableWords(versionId);
        expect(stored).to.have.length(words);
        expect(entriesOf(stored, payees.length)).to.deep.equal(payees.map(packEntry));
        expect(stored[0]).to.equal(await datasets.versionOf(versionId));
        expect(unpackVersion(stored[0] as bigint)).to.include({
          datasetId,
          tableId: versionId,
          payees: payees.length,
          ownShareBps: 10_000,
        });
      });
    });
  }

  describe('given a table of 129 entries', () => {
    it('reverts', async () => {
      const { works } = await networkHelpers.loadFixture(crowdedFixture);
      await expect(works.ledger.datasets.register(draftOf(crowdedTable(2, 127))))
        .to.be.revertedWithCustomError(works.ledger.datasets, 'DatasetRegistry_TooMany')
        .withArgs(129);
    });
  });

  describe('given a version that introduced no table', () => {
    it('has the inherited payees, and reverts for the words', async () => {
      const { works } = await networkHelpers.loadFixture(crowdedFixture);
      const { datasets } = works.ledger;
      const { datasetId, versionId } = await register(works, { payees: crowdedTable(3, 4) });
      const inheriting = await publish(works, datasetId, { payees: [] });
      expect(await datasets.payeesOf(inheriting)).to.deep.equal(await datasets.payeesOf(versionId));
      for (const none of [0, inheriting, inheriting + 1, 2 ** 32 - 1]) {
        await expect(datasets.tableWords(none))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotATable')
          .withArgs(none);
      }
    });

    it('has no payees when it does not exist', async () => {
      const { works } = await networkHelpers.loadFixture(crowdedFixture);
      expect(await works.ledger.datasets.payeesOf(0)).to.deep.equal([]);
      expect(await works.ledger.datasets.payeesOf(128)).to.deep.equal([]);
      expect(await works.ledger.datasets.versionOf(128)).to.equal(0);
    });
  });

  describe('requireDerivable', () => {
    it('leaves room for one royalty more at 126, and none at 127', async () => {
      const { works, models } = await networkHelpers.loadFixture(crowdedFixture);
      const { datasets } = works.ledger;
      const room = await register(works, { payees: crowdedTable(1, 126) });
      await datasets.requireDerivable(room.versionId, models.memberId, 9_999);
      const full = await register(works, { payees: crowdedTable(1, 127) });
      await expect(datasets.requireDerivable(full.versionId, models.memberId, 0))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoomLacking')
        .withArgs(full.versionId, 0, 127);
    });
  });
});
