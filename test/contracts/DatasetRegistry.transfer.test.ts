import { expect } from 'chai';
import { mine } from '../../sdk/ledger.js';
import {
  buy,
  type Company,
  draftOf,
  ledgerFixture,
  licence,
  networkHelpers,
  originator,
  publish,
  register,
  royalty,
  sell,
  suspend,
  type World,
  writeTerms,
} from '../support/contracts-fixture.js';

async function transfer(world: World, from: Company, to: Company, datasetId: number) {
  const fingerprint = await world.ledger.datasets.getStateFingerprint(datasetId);
  return from.ledger.datasets.transferUnchanged(datasetId, to.memberId, fingerprint);
}

/** Dataset 1 of `works`, dataset 2 of `parts`, and dataset 3 of `models`: made from both, from the first without onward. */
async function transferFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const { works, parts, models } = world;
  const first = await register(works);
  const second = await register(parts);
  const sources = [
    await licence(works, first, models, { royaltyBps: 1_000 }),
    await licence(parts, second, models, { royaltyBps: 500, onward: true }),
  ];
  const made = await register(models, { sources });
  return { ...world, datasets: world.ledger.datasets, first, second, made };
}

describe('DatasetRegistry: transfer', () => {
  it('gives a free dataset to another member, with its token', async () => {
    const world = await networkHelpers.loadFixture(transferFixture);
    const { datasets, ledger, works, rival, first } = world;
    const [from, to] = await Promise.all([works, rival].map((one) => ledger.members.accountOf(one.memberId)));
    const sending = transfer(world, works, rival, first.datasetId);
    await expect(sending).to.emit(datasets, 'DatasetTransferred').withArgs(first.datasetId, works.memberId, rival.memberId);
    await expect(sending).to.emit(datasets, 'Transfer').withArgs(from, to, first.datasetId);
    expect(await datasets.ownerOf(first.datasetId)).to.equal(to);
    expect([await datasets.balanceOf(from as string), await datasets.balanceOf(to as string)]).to.deep.equal([0n, 1n]);
    await expect(works.ledger.datasets.publish(first.datasetId, draftOf([]))).to.be.revertedWithCustomError(
      datasets,
      'DatasetRegistry_NotTheOwner',
    );
    expect(await publish(rival, first.datasetId, { payees: [] })).to.equal(4);
  });

  it('by transferFrom needs the right owner, a member’s account and an admin key', async () => {
    const world = await networkHelpers.loadFixture(transferFixture);
    const { datasets, ledger, works, rival, models, first } = world;
    const [from, to, other] = await Promise.all([works, rival, models].map((one) => ledger.members.accountOf(one.memberId)));
    const owned = works.ledger.datasets;
    await expect(owned.transferFrom(other as string, to as string, first.datasetId))
      .to.be.revertedWithCustomError(datasets, 'ERC721IncorrectOwner')
      .withArgs(other, first.datasetId, from);
    await expect(owned.transferFrom(from as string, rival.key.address, first.datasetId))
      .to.be.revertedWithCustomError(datasets, 'ERC721InvalidReceiver')
      .withArgs(rival.key.address);
    await expect(rival.ledger.datasets.transferFrom(from as string, to as string, first.datasetId))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotTheOwner')
      .withArgs(first.datasetId, rival.memberId);
    await expect(owned.transferFrom(from as string, to as string, first.datasetId)).to.emit(datasets, 'DatasetTransferred');
  });

  it('reverts when the receiver saw another state', async () => {
    const world = await networkHelpers.loadFixture(transferFixture);
    const { datasets, works, rival, first } = world;
    const seen = await datasets.getStateFingerprint(first.datasetId);
    await publish(works, first.datasetId, { payees: [] });
    const now = await datasets.getStateFingerprint(first.datasetId);
    expect(now).not.to.equal(seen);
    await expect(works.ledger.datasets.transferUnchanged(first.datasetId, rival.memberId, seen))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_StateChanged')
      .withArgs(first.datasetId, now);
    await expect(datasets.getStateFingerprint(99)).to.be.revertedWithCustomError(datasets, 'ERC721NonexistentToken').withArgs(99);
  });

  it('reverts for a receiver that may not act, or does not exist', async () => {
    const world = await networkHelpers.loadFixture(transferFixture);
    const { datasets, works, rival, first } = world;
    await suspend(world, rival);
    await expect(transfer(world, works, rival, first.datasetId))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_ReceiverNotActive')
      .withArgs(rival.memberId);
    const seen = await datasets.getStateFingerprint(first.datasetId);
    for (const nobody of [0, 99]) {
      await expect(works.ledger.datasets.transferUnchanged(first.datasetId, nobody, seen))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_ReceiverNotActive')
        .withArgs(nobody);
    }
  });

  it('makes the former owner’s terms stale, and leaves grants alone', async () => {
    const world = await networkHelpers.loadFixture(transferFixture);
    const { ledger, works, rival, buyer, first } = world;
    const offerId = await sell(works, first);
    const grantId = await buy(buyer, offerId, 1);
    await mine(transfer(world, works, rival, first.datasetId));
    await expect(buyer.ledger.market.purchase(offerId, 1, 0, 10_007))
      .to.be.revertedWithCustomError(ledger.grants, 'AccessGrants_TermsStale')
      .withArgs(3, rival.memberId);
    const now = await networkHelpers.time.latest();
    expect((await ledger.grants.allows(grantId, buyer.memberId, 1, 0, 0, now)).reason).to.equal(0);
    expect(await writeTerms(rival, first)).to.equal(4);
  });

  describe('of a bound dataset', () => {
    it('reverts without the consent of each owner of a source without onward, and only those', async () => {
      const world = await networkHelpers.loadFixture(transferFixture);
      const { datasets, works, models, rival, tools, first, made } = world;
      expect((await datasets.datasetOf(made.datasetId)).bound).to.equal(true);
      const refused = async (to: Company) =>
        expect(transfer(world, models, to, made.datasetId))
          .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoConsent')
          .withArgs(made.datasetId, first.datasetId, to.memberId);
      await refused(rival);
      await expect(works.ledger.datasets.consent(first.datasetId, made.datasetId, rival.memberId))
        .to.emit(datasets, 'TransferConsented')
        .withArgs(made.datasetId, first.datasetId, works.memberId, rival.memberId);
      expect(await datasets.consentOf(made.datasetId, first.datasetId)).to.equal(rival.memberId);
      await refused(tools);
      await mine(transfer(world, models, rival, made.datasetId));
      await expect(transfer(world, rival, models, made.datasetId)).to.be.revertedWithCustomError(
        datasets,
        'DatasetRegistry_NoConsent',
      );
    });

    it('takes a consent back', async () => {
      const world = await networkHelpers.loadFixture(transferFixture);
      const { datasets, works, models, rival, first, made } = world;
      await mine(works.ledger.datasets.consent(first.datasetId, made.datasetId, rival.memberId));
      await mine(works.ledger.datasets.consent(first.datasetId, made.datasetId, 0));
      await expect(transfer(world, models, rival, made.datasetId)).to.be.revertedWithCustomError(
        datasets,
        'DatasetRegistry_NoConsent',
      );
    });

    it('needs none from who gives it, but from who gets it: nothing is pushed on the owner of a source', async () => {
      const world = await networkHelpers.loadFixture(transferFixture);
      const { datasets, works, models, first, made } = world;
      await expect(transfer(world, models, works, made.datasetId))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoConsent')
        .withArgs(made.datasetId, first.datasetId, works.memberId);
      await mine(works.ledger.datasets.consent(first.datasetId, made.datasetId, works.memberId));
      await expect(transfer(world, models, works, made.datasetId)).to.emit(datasets, 'DatasetTransferred');
      await expect(transfer(world, works, models, made.datasetId)).to.emit(datasets, 'DatasetTransferred');
    });

    it('ends a consent with the ownership of the source, and of the dataset', async () => {
      const world = await networkHelpers.loadFixture(transferFixture);
      const { datasets, works, tools, models, rival, first, made } = world;
      await mine(works.ledger.datasets.consent(first.datasetId, made.datasetId, rival.memberId));
      await mine(transfer(world, works, tools, first.datasetId));
      expect(await datasets.consentOf(made.datasetId, first.datasetId)).to.equal(0);
      await expect(transfer(world, models, rival, made.datasetId)).to.be.revertedWithCustomError(
        datasets,
        'DatasetRegistry_NoConsent',
      );
      await mine(tools.ledger.datasets.consent(first.datasetId, made.datasetId, rival.memberId));
      await mine(transfer(world, models, rival, made.datasetId));
      expect(await datasets.consentOf(made.datasetId, first.datasetId)).to.equal(0);
    });

    it('changes the fingerprint of a source that releases or consents', async () => {
      const { datasets, works, rival, first, made } = await networkHelpers.loadFixture(transferFixture);
      const seen = [await datasets.getStateFingerprint(first.datasetId)];
      await mine(works.ledger.datasets.consent(first.datasetId, made.datasetId, rival.memberId));
      seen.push(await datasets.getStateFingerprint(first.datasetId));
      await mine(works.ledger.datasets.release(first.datasetId, made.datasetId, made.versionId));
      seen.push(await datasets.getStateFingerprint(first.datasetId));
      expect(new Set(seen).size).to.equal(3);
    });

    it('asks the owner of the source at the time, not who licensed it', async () => {
      const world = await networkHelpers.loadFixture(transferFixture);
      const { datasets, works, tools, models, rival, first, made } = world;
      await mine(transfer(world, works, tools, first.datasetId));
      await expect(works.ledger.datasets.consent(first.datasetId, made.datasetId, rival.memberId)).to.be.revertedWithCustomError(
        datasets,
        'DatasetRegistry_NotTheOwner',
      );
      await mine(tools.ledger.datasets.consent(first.datasetId, made.datasetId, rival.memberId));
      await expect(transfer(world, models, rival, made.datasetId)).to.emit(datasets, 'DatasetTransferred');
    });

    it('still asks after a release: older versions hold the royalty', async () => {
      const world = await networkHelpers.loadFixture(transferFixture);
      const { datasets, works, models, rival, first, made } = world;
      await mine(works.ledger.datasets.release(first.datasetId, made.datasetId, made.versionId));
      await publish(models, made.datasetId);
      await expect(transfer(world, models, rival, made.datasetId))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NoConsent')
        .withArgs(made.datasetId, first.datasetId, rival.memberId);
      await mine(works.ledger.datasets.consent(first.datasetId, made.datasetId, rival.memberId));
      await expect(transfer(world, models, rival, made.datasetId)).to.emit(datasets, 'DatasetTransferred');
    });

    it('consents to nothing that does not exist', async () => {
      const { datasets, works, first } = await networkHelpers.loadFixture(transferFixture);
      await expect(works.ledger.datasets.consent(first.datasetId, 99, 3))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_DatasetUnknown')
        .withArgs(99);
    });
  });
});

describe('DatasetRegistry.release', () => {
  it('lets the next table leave out the royalty, and nothing else', async () => {
    const { datasets, works, models, first, second, made } = await networkHelpers.loadFixture(transferFixture);
    await expect(works.ledger.datasets.release(first.datasetId, made.datasetId, made.versionId))
      .to.emit(datasets, 'RoyaltyReleased')
      .withArgs(made.datasetId, first.datasetId, works.memberId, made.versionId);
    expect(await datasets.releasedUpTo(made.datasetId, first.datasetId)).to.equal(made.versionId);
    const next = await publish(models, made.datasetId);
    const { originators, royalties } = split(await datasets.payeesOf(next));
    expect([originators, royalties]).to.deep.equal([[[models.memberId, 9_500]], [[second.versionId, 500]]]);
    expect((await datasets.payeesOf(made.versionId)).length).to.equal(3);
  });

  it('leaves the royalty no longer owed for: a table that carries it still is refused', async () => {
    const { datasets, works, models, first, second, made } = await networkHelpers.loadFixture(transferFixture);
    await mine(works.ledger.datasets.release(first.datasetId, made.datasetId, made.versionId));
    const payees = [originator(models.memberId, 8_500), royalty(first.versionId, 1_000), royalty(second.versionId, 500, true)];
    await expect(models.ledger.datasets.publish(made.datasetId, draftOf(payees)))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_RoyaltyUnasked')
      .withArgs(first.datasetId, 1_000);
  });

  it('counts through versions that inherit the table', async () => {
    const { datasets, works, models, first, made } = await networkHelpers.loadFixture(transferFixture);
    await mine(works.ledger.datasets.release(first.datasetId, made.datasetId, made.versionId));
    await publish(models, made.datasetId, { payees: [] });
    const next = await publish(models, made.datasetId);
    expect(split(await datasets.payeesOf(next)).royalties).to.have.length(1);
  });

  it('is not for children, other datasets or a later naming', async () => {
    const { datasets, works, models, first, made } = await networkHelpers.loadFixture(transferFixture);
    const owned = await register(models, { sources: [{ versionId: made.versionId, grantId: 0 }] });
    await mine(works.ledger.datasets.release(first.datasetId, made.datasetId, made.versionId));
    const child = await register(models, { sources: [{ versionId: made.versionId, grantId: 0 }] });
    expect(split(await datasets.payeesOf(child.versionId)).royalties).to.have.length(2);
    const other = await publish(models, owned.datasetId);
    expect(split(await datasets.payeesOf(other)).royalties).to.have.length(2);
    await publish(models, made.datasetId);
    const source = await licence(works, first, models, { royaltyBps: 700 });
    const named = await publish(models, made.datasetId, { sources: [source] });
    expect(split(await datasets.payeesOf(named)).royalties[0]).to.deep.equal([first.versionId, 700]);
    const later = await publish(models, made.datasetId);
    expect(split(await datasets.payeesOf(later)).royalties[0]).to.deep.equal([first.versionId, 700]);
  });

  it('reverts when the dataset has a version that was not seen, holds no such royalty, or it is released', async () => {
    const { datasets, works, parts, rival, models, first, second, made } = await networkHelpers.loadFixture(transferFixture);
    const other = await register(rival);
    await expect(rival.ledger.datasets.release(other.datasetId, made.datasetId, made.versionId))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NothingToRelease')
      .withArgs(other.datasetId, made.datasetId);
    const next = await publish(models, made.datasetId);
    await expect(works.ledger.datasets.release(first.datasetId, made.datasetId, made.versionId))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_VersionChanged')
      .withArgs(made.versionId, next);
    await mine(works.ledger.datasets.release(first.datasetId, made.datasetId, next));
    await expect(works.ledger.datasets.release(first.datasetId, made.datasetId, next))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NothingToRelease')
      .withArgs(first.datasetId, made.datasetId);
    await expect(works.ledger.datasets.release(second.datasetId, made.datasetId, next))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotTheOwner')
      .withArgs(second.datasetId, works.memberId);
    await mine(parts.ledger.datasets.release(second.datasetId, made.datasetId, next));
    await expect(works.ledger.datasets.release(first.datasetId, 99, 0)).to.be.revertedWithCustomError(
      datasets,
      'DatasetRegistry_NothingToRelease',
    );
  });
});

/** A table as [id, basis points], originators and royalties apart. */
function split(entries: bigint[]) {
  const rows = entries.map((entry) => ({
    row: [Number(entry >> 32n), Number((entry >> 16n) & 0x7fffn)],
    royalty: ((entry >> 31n) & 1n) === 1n,
  }));
  return {
    originators: rows.filter((one) => !one.royalty).map((one) => one.row),
    royalties: rows.filter((one) => one.royalty).map((one) => one.row),
  };
}
