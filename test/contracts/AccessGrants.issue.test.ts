import { expect } from 'chai';
import { ZeroAddress } from 'ethers';
import { NO_END } from '../../sdk/ids.js';
import {
  addressOf,
  addTill,
  DAY,
  ledgerFixture,
  licence,
  networkHelpers,
  publish,
  register,
  suspend,
  writeTerms,
} from '../support/contracts-fixture.js';

describe('AccessGrants.issue', () => {
  /** A dataset of `works` with pinned terms 1 and terms 2 that follow updates; `till` is a market. */
  async function termsFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const till = await addTill(world);
    const data = await register(world.works);
    const pinned = await writeTerms(world.works, data);
    const follows = await writeTerms(world.works, { ...data, versionId: 0 });
    const now = await networkHelpers.time.latest();
    return {
      ...world,
      till,
      data,
      pinned,
      follows,
      now,
      grants: world.ledger.grants.connect(till),
      holder: world.buyer.memberId,
    };
  }

  describe('given pinned terms', () => {
    it('issues a grant without end for no period', async () => {
      const { grants, ledger, holder, pinned, now } = await networkHelpers.loadFixture(termsFixture);
      await networkHelpers.time.setNextBlockTimestamp(now + 10);
      const sending = grants.issue(holder, pinned, 77, 1, 0, 0);
      await expect(sending)
        .to.emit(grants, 'GrantIssued')
        .withArgs(1, holder, pinned, 77, 1, 2, 0, now + 10, NO_END);
      await expect(sending)
        .to.emit(grants, 'TokenExpiryUpdated')
        .withArgs(1, now + 10, 0);
      await expect(sending).to.emit(grants, 'Locked').withArgs(1);
      await expect(sending)
        .to.emit(grants, 'Transfer')
        .withArgs(ZeroAddress, await ledger.members.accountOf(holder), 1);
      expect(await grants.grantOf(1)).to.deep.equal([BigInt(holder), 1n, 77n, 1n, 0n, 0n, BigInt(now + 10), BigInt(NO_END), 2n]);
      expect(await grants.grantCount()).to.equal(1);
      expect(await grants.grantOf(2)).to.deep.equal(Array(9).fill(0n));
    });

    it('answers with the grant, the table and the end', async () => {
      const { grants, works, data, holder } = await networkHelpers.loadFixture(termsFixture);
      const second = await publish(works, data.datasetId, { payees: [] });
      const terms = await writeTerms(works, { ...data, versionId: second });
      expect(await grants.issue.staticCall(holder, terms, 1, second, 0, 0)).to.deep.equal([1n, 1n, BigInt(NO_END)]);
    });

    it('reverts when another version was seen', async () => {
      const { grants, works, data, holder, pinned } = await networkHelpers.loadFixture(termsFixture);
      const second = await publish(works, data.datasetId, { payees: [] });
      for (const seen of [0, second]) {
        await expect(grants.issue(holder, pinned, 1, seen, 0, 0))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotThePinnedVersion')
          .withArgs(1, seen);
      }
    });

    it('ends a grant at most one second before the end of time', async () => {
      const { grants, holder, pinned, now } = await networkHelpers.loadFixture(termsFixture);
      await networkHelpers.time.setNextBlockTimestamp(now + 10);
      await grants.issue(holder, pinned, 1, 1, NO_END - 1 - (now + 10), 0);
      expect((await grants.grantOf(1)).end).to.equal(NO_END - 1);
      await networkHelpers.time.setNextBlockTimestamp(now + 20);
      await expect(grants.issue(holder, pinned, 1, 1, NO_END - (now + 20), 0, { gasLimit: 1_000_000 }))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_EndTooFar')
        .withArgs(NO_END);
    });
  });

  describe('given terms that follow updates', () => {
    it('starts with the current version and ends after the period', async () => {
      const { grants, works, data, holder, follows, now } = await networkHelpers.loadFixture(termsFixture);
      const second = await publish(works, data.datasetId, { payees: [] });
      await networkHelpers.time.setNextBlockTimestamp(now + 10);
      const sending = grants.issue(holder, follows, 5, 1, 92 * DAY, 0);
      await expect(sending)
        .to.emit(grants, 'GrantIssued')
        .withArgs(1, holder, follows, 5, second, 2, 0, now + 10, now + 10 + 92 * DAY);
      await expect(sending)
        .to.emit(grants, 'TokenExpiryUpdated')
        .withArgs(1, now + 10, now + 10 + 92 * DAY);
    });

    it('reverts for no period, and for more than 92 days', async () => {
      const { grants, holder, follows } = await networkHelpers.loadFixture(termsFixture);
      for (const period of [0, 92 * DAY + 1, NO_END]) {
        await expect(grants.issue(holder, follows, 1, 1, period, 0))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_BadPeriod')
          .withArgs(period);
      }
    });

    it('reverts when the table changed since', async () => {
      const { grants, ledger, works, data, holder, follows } = await networkHelpers.loadFixture(termsFixture);
      const second = await publish(works, data.datasetId);
      await expect(grants.issue(holder, follows, 1, 1, DAY, 0))
        .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_TableChanged')
        .withArgs(1, second);
    });
  });

  describe('given terms with the derive right', () => {
    it('reverts when the right could never be used', async () => {
      const { grants, ledger, works, models, data, holder } = await networkHelpers.loadFixture(termsFixture);
      const model = await register(models, { sources: [await licence(works, data, models, { royaltyBps: 3_000 })] });
      const terms = await writeTerms(models, model, { rights: ['derive'] });
      await expect(grants.issue(holder, terms, 1, model.versionId, 0, 0))
        .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_RoyaltyNotOnward')
        .withArgs(model.versionId, data.datasetId);
      const dear = await writeTerms(models, model, { rights: ['derive'], royaltyBps: 7_000 });
      await expect(grants.issue(works.memberId, dear, 1, model.versionId, 0, 0))
        .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_RoomLacking')
        .withArgs(model.versionId, 10_000, 1);
    });

    it('asks nothing of the kind for reading', async () => {
      const { grants, works, models, data, holder } = await networkHelpers.loadFixture(termsFixture);
      const model = await register(models, { sources: [await licence(works, data, models, { royaltyBps: 3_000 })] });
      await expect(grants.issue(holder, await writeTerms(models, model), 1, model.versionId, 0, 0)).to.emit(
        grants,
        'GrantIssued',
      );
    });
  });

  describe('given terms that cannot be sold', () => {
    it('reverts when there are none', async () => {
      const { grants, holder } = await networkHelpers.loadFixture(termsFixture);
      for (const terms of [0, 3, NO_END]) {
        await expect(grants.issue(holder, terms, 1, 1, 0, 0))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_TermsUnknown')
          .withArgs(terms);
      }
    });

    it('reverts when the seller is suspended', async () => {
      const world = await networkHelpers.loadFixture(termsFixture);
      await suspend(world, world.works);
      for (const [terms, period] of [
        [world.pinned, 0],
        [world.follows, DAY],
      ] as const) {
        await expect(world.grants.issue(world.holder, terms, 1, 1, period, 0))
          .to.be.revertedWithCustomError(world.grants, 'AccessGrants_SellerNotActive')
          .withArgs(world.works.memberId);
      }
    });
  });

  describe('given a caller that is no market', () => {
    it('reverts, be it admin, seller or the ledger’s key', async () => {
      const { grants, admin, works, founder, stranger, holder, pinned } = await networkHelpers.loadFixture(termsFixture);
      for (const caller of [admin, works.key, founder, stranger]) {
        await expect(grants.connect(caller).issue(holder, pinned, 1, 1, 0, 0))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotAMarket')
          .withArgs(caller.address);
      }
    });
  });
});

describe('AccessGrants.addMarket', () => {
  it('numbers markets from 1', async () => {
    const { ledger, admin, deployment } = await networkHelpers.loadFixture(ledgerFixture);
    const grants = ledger.grants.connect(admin);
    expect(await grants.marketOf(deployment.contracts.AccessMarket)).to.deep.equal([1n, false]);
    const second = addressOf('second market');
    await expect(grants.addMarket(second)).to.emit(grants, 'MarketAdded').withArgs(second, 2);
    expect((await grants.marketOf(second)).number).to.equal(2);
    expect((await grants.marketOf(addressOf('no market'))).number).to.equal(0);
  });

  it('reverts when the market is zero, or there already', async () => {
    const { ledger, admin, deployment } = await networkHelpers.loadFixture(ledgerFixture);
    const grants = ledger.grants.connect(admin);
    for (const market of [ZeroAddress, deployment.contracts.AccessMarket]) {
      await expect(grants.addMarket(market))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_MarketUnusable')
        .withArgs(market);
    }
  });

  it('takes 255 markets and reverts at the next', async () => {
    const { ledger, admin } = await networkHelpers.loadFixture(ledgerFixture);
    const grants = ledger.grants.connect(admin);
    for (let i = 2; i <= 255; i++) await grants.addMarket(addressOf(`market ${i}`));
    expect((await grants.marketOf(addressOf('market 255'))).number).to.equal(255);
    await expect(grants.addMarket(addressOf('market 256')))
      .to.be.revertedWithCustomError(grants, 'AccessGrants_MarketUnusable')
      .withArgs(addressOf('market 256'));
  });

  it('reverts when the caller is not the admin', async () => {
    const { ledger, founder, office, issuer } = await networkHelpers.loadFixture(ledgerFixture);
    for (const caller of [founder, office, issuer]) {
      await expect(ledger.grants.connect(caller).addMarket(caller.address))
        .to.be.revertedWithCustomError(ledger.grants, 'AccessManagedUnauthorized')
        .withArgs(caller.address);
    }
  });
});
