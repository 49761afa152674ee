import { expect } from 'chai';
import { NO_END } from '../../sdk/ids.js';
import { mine } from '../../sdk/ledger.js';
import {
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

/** Odd, so that half a period is not whole. */
const PERIOD = 7 * DAY + 1;
const HALF = (PERIOD - 1) / 2;

describe('AccessGrants.extend', () => {
  /** Grant 1 on pinned terms and grant 2 on terms that follow updates, both by `till` under offer 5, both ending after a period. */
  async function grantsFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const till = await addTill(world);
    const data = await register(world.works);
    const pinned = await writeTerms(world.works, data);
    const follows = await writeTerms(world.works, { ...data, versionId: 0 });
    const grants = world.ledger.grants.connect(till);
    const holder = world.buyer.memberId;
    await mine(grants.issue(holder, pinned, 5, data.versionId, PERIOD, 0));
    await mine(grants.issue(holder, follows, 5, data.versionId, PERIOD, 0));
    const [first, second] = await Promise.all([grants.grantOf(1), grants.grantOf(2)]);
    const ends = { pinned: Number(first.end), follows: Number(second.end) };
    return { ...world, till, data, pinned, follows, grants, holder, starts: [first.start, second.start] as const, ends };
  }

  describe('given a grant on pinned terms', () => {
    it('adds any period at any time', async () => {
      const { grants, holder, ends, starts } = await networkHelpers.loadFixture(grantsFixture);
      const sending = grants.extend(1, holder, 5, 1, 100 * DAY, 0);
      const end = ends.pinned + 100 * DAY;
      await expect(sending).to.emit(grants, 'GrantExtended').withArgs(1, holder, end);
      await expect(sending).to.emit(grants, 'TokenExpiryUpdated').withArgs(1, starts[0], end);
      const { end: stored, start } = await grants.grantOf(1);
      expect([stored, start]).to.deep.equal([BigInt(end), starts[0]]);
      await grants.extend(1, holder, 5, 1, 3, 0);
      expect((await grants.grantOf(1)).end).to.equal(end + 3);
    });

    it('adds to the last second and reverts at the end: an expired grant is never revived', async () => {
      const { grants, holder, ends } = await networkHelpers.loadFixture(grantsFixture);
      const snapshot = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(ends.pinned - 1);
      await grants.extend(1, holder, 5, 1, 3, 0, { gasLimit: 1_000_000 });
      expect((await grants.grantOf(1)).end).to.equal(ends.pinned + 3);
      await snapshot.restore();
      await networkHelpers.time.setNextBlockTimestamp(ends.pinned);
      await expect(grants.extend(1, holder, 5, 1, 3, 0, { gasLimit: 1_000_000 }))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_Ended')
        .withArgs(1, ends.pinned);
    });

    it('reverts when another version was seen', async () => {
      const { grants, holder } = await networkHelpers.loadFixture(grantsFixture);
      await expect(grants.extend(1, holder, 5, 2, PERIOD, 0))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NotThePinnedVersion')
        .withArgs(1, 2);
    });

    it('reverts when the end would be no end', async () => {
      const { grants, holder, ends } = await networkHelpers.loadFixture(grantsFixture);
      await expect(grants.extend(1, holder, 5, 1, NO_END - ends.pinned, 0))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_EndTooFar')
        .withArgs(NO_END);
      await grants.extend(1, holder, 5, 1, NO_END - ends.pinned - 1, 0);
      expect((await grants.grantOf(1)).end).to.equal(NO_END - 1);
    });
  });

  describe('given a grant that follows updates', () => {
    it('reverts with more than half a period left, and adds one at half', async () => {
      const { grants, holder, ends } = await networkHelpers.loadFixture(grantsFixture);
      await networkHelpers.time.setNextBlockTimestamp(ends.follows - HALF - 1);
      await expect(grants.extend(2, holder, 5, 1, PERIOD, 0, { gasLimit: 1_000_000 }))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_TooEarly')
        .withArgs(2, ends.follows);
      await networkHelpers.time.setNextBlockTimestamp(ends.follows - HALF);
      await expect(grants.extend(2, holder, 5, 1, PERIOD, 0, { gasLimit: 1_000_000 }))
        .to.emit(grants, 'GrantExtended')
        .withArgs(2, holder, ends.follows + PERIOD);
    });

    async function lateFixture() {
      const world = await networkHelpers.loadFixture(grantsFixture);
      await networkHelpers.time.increaseTo(world.ends.follows - HALF);
      return world;
    }

    it('reverts for more than 92 days', async () => {
      const { grants, holder } = await networkHelpers.loadFixture(lateFixture);
      await expect(grants.extend(2, holder, 5, 1, 92 * DAY + 1, 0))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_BadPeriod')
        .withArgs(92 * DAY + 1);
    });

    it('pays the new table when only the originators changed', async () => {
      const { grants, ledger, works, data, holder } = await networkHelpers.loadFixture(lateFixture);
      const second = await publish(works, data.datasetId);
      await expect(grants.extend(2, holder, 5, 1, PERIOD, 0))
        .to.be.revertedWithCustomError(ledger.datasets, 'DatasetRegistry_TableChanged')
        .withArgs(1, second);
      expect((await grants.extend.staticCall(2, holder, 5, second, PERIOD, 0)).tableId).to.equal(second);
    });

    it('reverts when royalties rose: it covers what it covered, and is bought anew', async () => {
      const { grants, works, models, data, holder } = await networkHelpers.loadFixture(lateFixture);
      const other = await register(models);
      const second = await publish(works, data.datasetId, { sources: [await licence(models, other, works, { royaltyBps: 1 })] });
      await expect(grants.extend(2, holder, 5, second, PERIOD, 0))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_RoyaltiesRose')
        .withArgs(2, 9_999);
    });
  });

  describe('given a grant that is not the caller’s to extend', () => {
    it('reverts when there is none, or it is another member’s, or under another offer: what is paid back is at one price', async () => {
      const { grants, holder, works } = await networkHelpers.loadFixture(grantsFixture);
      for (const [grantId, memberId, offerId] of [
        [0, holder, 5],
        [3, holder, 5],
        [NO_END, 0, 0],
        [1, works.memberId, 5],
        [1, holder, 6],
        [2, holder, 6],
      ] as const) {
        await expect(grants.extend(grantId, memberId, offerId, 1, PERIOD, 0))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
          .withArgs(grantId);
      }
    });

    it('reverts when another market issued it, or the caller is none', async () => {
      const { grants, holder, admin, stranger, rival } = await networkHelpers.loadFixture(grantsFixture);
      await grants.connect(admin).addMarket(rival.key.address);
      await expect(grants.connect(rival.key).extend(1, holder, 5, 1, PERIOD, 0))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
        .withArgs(1);
      for (const caller of [stranger, admin]) {
        await expect(grants.connect(caller).extend(1, holder, 5, 1, PERIOD, 0))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotAMarket')
          .withArgs(caller.address);
      }
    });

    it('reverts when it has no end, or no period is added', async () => {
      const { grants, holder, pinned } = await networkHelpers.loadFixture(grantsFixture);
      await grants.issue(holder, pinned, 5, 1, 0, 0);
      for (const [grantId, period] of [
        [3, PERIOD],
        [1, 0],
      ] as const) {
        await expect(grants.extend(grantId, holder, 5, 1, period, 0))
          .to.be.revertedWithCustomError(grants, 'AccessGrants_NotRenewable')
          .withArgs(grantId);
      }
    });
  });

  describe('given a suspended seller', () => {
    it('reverts', async () => {
      const world = await networkHelpers.loadFixture(grantsFixture);
      await suspend(world, world.works);
      await expect(world.grants.extend(1, world.holder, 5, 1, PERIOD, 0))
        .to.be.revertedWithCustomError(world.grants, 'AccessGrants_SellerNotActive')
        .withArgs(world.works.memberId);
    });
  });
});
