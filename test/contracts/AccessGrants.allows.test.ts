import { expect } from 'chai';
import { ACCESS_REASONS, type AccessReason, NO_END, type Right } from '../../sdk/ids.js';
import { connectLedger, mine } from '../../sdk/ledger.js';
import {
  buy,
  DAY,
  ledgerFixture,
  licence,
  networkHelpers,
  originator,
  publish,
  register,
  sell,
  signedAdmission,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

const [READ, COMPUTE, DERIVE, ONWARD] = [0, 1, 2, 3] as const;
const FOREVER = 2 ** 40 - 1;

describe('AccessGrants.allows', () => {
  /** `buyer` holds grant 1 on pinned terms without end, and grant 2 on terms that follow updates for 30 days. */
  async function heldFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const { works, buyer } = world;
    const data = await register(works);
    const conditions = { rights: ['read', 'derive'] as Right[], purposes: (1n << 63n) | 1n };
    const pinned = await buy(buyer, await sell(works, data, conditions), data.versionId);
    const follows = await buy(
      buyer,
      await sell(works, { ...data, versionId: 0 }, { ...conditions, period: 30 * DAY }),
      data.versionId,
    );
    const { grants } = world.ledger;
    const [start, end] = [Number((await grants.grantOf(follows)).start), Number((await grants.grantOf(follows)).end)];
    return { ...world, data, pinned, follows, grants, start, end, holder: buyer.memberId };
  }

  type Held = Awaited<ReturnType<typeof heldFixture>>;
  interface Question {
    grantId?: number;
    memberId?: number;
    versionId?: number;
    right?: number;
    purpose?: number;
    at?: number;
  }

  async function ask(held: Held, question: Question): Promise<[AccessReason | undefined, number]> {
    const {
      grantId = held.follows,
      memberId = held.holder,
      versionId = held.data.versionId,
      right = READ,
      purpose = 0,
    } = question;
    const at = question.at ?? (await networkHelpers.time.latest());
    const { reason, until } = await held.grants.allows(grantId, memberId, versionId, right, purpose, at);
    return [ACCESS_REASONS[Number(reason)], Number(until)];
  }

  describe('given a grant with an end', () => {
    it('allows from its first second to the last before its end', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      expect(await ask(held, { at: held.start })).to.deep.equal(['allowed', held.end]);
      expect(await ask(held, { at: held.end - 1 })).to.deep.equal(['allowed', held.end]);
    });

    it('says not-started before, and expired from its end on', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      expect(await ask(held, { at: held.start - 1 })).to.deep.equal(['not-started', 0]);
      expect(await ask(held, { at: held.end })).to.deep.equal(['expired', 0]);
      expect(await ask(held, { at: NO_END })).to.deep.equal(['expired', 0]);
    });

    it('says expired by the service’s clock, while an idle chain’s head is earlier', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      expect(await networkHelpers.time.latest()).to.be.below(held.end);
      expect((await ask(held, { at: held.end + 1 }))[0]).to.equal('expired');
    });
  });

  describe('given a grant without end', () => {
    it('allows as long as its holder is a member', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      expect(await ask(held, { grantId: held.pinned, at: NO_END })).to.deep.equal(['allowed', FOREVER]);
    });
  });

  describe('given no grant of the member', () => {
    it('says grant-unknown', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      for (const grantId of [0, held.follows + 1, NO_END])
        expect(await ask(held, { grantId })).to.deep.equal(['grant-unknown', 0]);
    });

    it('says not-the-holder, to the seller too', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      for (const memberId of [0, held.works.memberId, held.rival.memberId]) {
        expect(await ask(held, { memberId })).to.deep.equal(['not-the-holder', 0]);
      }
    });
  });

  describe('given a holder that is not active', () => {
    it('says holder-not-active while it is suspended', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      await suspend(held, held.buyer);
      expect(await ask(held, {})).to.deep.equal(['holder-not-active', 0]);
      await mine(held.ledger.members.connect(held.office).reinstate(held.holder));
      expect((await ask(held, {}))[0]).to.equal('allowed');
    });

    it('ends access with the holder’s admission', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      const key = spareKey(held);
      const validUntil = held.end - DAY;
      const { admission, signature } = await signedAdmission(held, key, { validUntil: BigInt(validUntil) });
      await mine(held.ledger.members.admit(admission, signature));
      const short = { memberId: 8, key, payoutAccount: '', ledger: connectLedger(held.deployment, key) };
      const offer = { rights: ['read'] as Right[], price: 0n };
      const pinned = await buy(short, await sell(held.works, held.data, offer), 1);
      const follows = await buy(short, await sell(held.works, { ...held.data, versionId: 0 }, { ...offer, period: 30 * DAY }), 1);
      for (const grantId of [pinned, follows]) {
        expect(await ask(held, { grantId, memberId: 8, at: validUntil - 1 })).to.deep.equal(['allowed', validUntil]);
        expect(await ask(held, { grantId, memberId: 8, at: validUntil })).to.deep.equal(['holder-not-active', 0]);
      }
    });

    it('goes on while the seller is suspended: carried rights outlive it', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      await suspend(held, held.works);
      expect((await ask(held, {}))[0]).to.equal('allowed');
    });
  });

  describe('given a right or a purpose', () => {
    it('allows what the terms grant and names what they do not', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      const reasons = [];
      for (const right of [READ, COMPUTE, DERIVE, ONWARD]) reasons.push((await ask(held, { right }))[0]);
      expect(reasons).to.deep.equal(['allowed', 'right-not-granted', 'allowed', 'right-not-granted']);
    });

    it('allows the first and the last purpose, and none beyond the list', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      const reasons = [];
      for (const purpose of [0, 63, 1, 62, 64, 255]) reasons.push((await ask(held, { purpose }))[0]);
      const none = 'purpose-not-granted';
      expect(reasons).to.deep.equal(['allowed', 'allowed', none, none, none, none]);
      expect((await ask(held, { purpose: 1 }))[1]).to.equal(0);
    });
  });

  describe('given later versions', () => {
    it('covers them when the terms follow updates, not when they pin', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      const inheriting = await publish(held.works, held.data.datasetId, { payees: [] });
      const divided = await publish(held.works, held.data.datasetId, { payees: [originator(2, 1), originator(3, 9_999)] });
      for (const versionId of [inheriting, divided]) {
        expect((await ask(held, { versionId }))[0]).to.equal('allowed');
        expect(await ask(held, { versionId, grantId: held.pinned })).to.deep.equal(['version-not-covered', 0]);
      }
    });

    it('covers no version before the one it starts with', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      const second = await publish(held.works, held.data.datasetId, { payees: [] });
      const offer = await sell(held.works, { ...held.data, versionId: 0 }, { rights: ['read'], period: DAY });
      const grantId = await buy(held.buyer, offer, second);
      expect((await ask(held, { grantId, versionId: second }))[0]).to.equal('allowed');
      expect((await ask(held, { grantId, versionId: held.data.versionId }))[0]).to.equal('version-not-covered');
    });

    it('covers no version of another dataset, and none that does not exist', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      const { versionId } = await register(held.works);
      for (const other of [0, versionId, versionId + 1, NO_END]) {
        expect((await ask(held, { versionId: other }))[0]).to.equal('version-not-covered');
      }
    });

    it('covers none whose originators’ part is smaller: the real version with its sources is bought anew', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      const { works, models, data } = held;
      const other = await register(models);
      const free = await publish(works, data.datasetId, { sources: [await licence(models, other, works)] });
      const dear = await publish(works, data.datasetId, { sources: [await licence(models, other, works, { royaltyBps: 1 })] });
      const after = await publish(works, data.datasetId, { payees: [] });
      expect((await ask(held, { versionId: free }))[0]).to.equal('allowed');
      expect((await ask(held, { versionId: dear }))[0]).to.equal('version-not-covered');
      expect((await ask(held, { versionId: after }))[0]).to.equal('version-not-covered');
    });

    it('covers what is published in its last second and nothing from its end on', async () => {
      const held = await networkHelpers.loadFixture(heldFixture);
      await networkHelpers.time.setNextBlockTimestamp(held.end - 1);
      const inTime = await publish(held.works, held.data.datasetId, { payees: [] });
      await networkHelpers.time.setNextBlockTimestamp(held.end);
      const late = await publish(held.works, held.data.datasetId, { payees: [] });
      expect((await ask(held, { versionId: inTime, at: held.end - 1 }))[0]).to.equal('allowed');
      expect((await ask(held, { versionId: late, at: held.end - 1 }))[0]).to.equal('version-not-covered');
    });
  });
});

describe('AccessGrants.derivation', () => {
  async function licensedFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const data = await register(world.works);
    return { ...world, data, grants: world.ledger.grants };
  }

  it('gives the royalty and whether it is onward', async () => {
    const { works, models, data, grants } = await networkHelpers.loadFixture(licensedFixture);
    const first = await licence(works, data, models, { royaltyBps: 9_999, onward: true });
    const second = await licence(works, data, models);
    expect(await grants.derivation(first.grantId, models.memberId, 1)).to.deep.equal([9_999n, true]);
    expect(await grants.derivation(second.grantId, models.memberId, 1)).to.deep.equal([0n, false]);
  });

  it('reverts with the reason when the grant does not let its holder derive', async () => {
    const { works, models, data, grants } = await networkHelpers.loadFixture(licensedFixture);
    const reading = await buy(models, await sell(works, data), 1);
    const { grantId } = await licence(works, data, models);
    for (const [grant, memberId, versionId, reason] of [
      [0, models.memberId, 1, 'grant-unknown'],
      [grantId, works.memberId, 1, 'not-the-holder'],
      [grantId, models.memberId, 2, 'version-not-covered'],
      [reading, models.memberId, 1, 'right-not-granted'],
    ] as const) {
      await expect(grants.derivation(grant, memberId, versionId))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_MayNotDerive')
        .withArgs(grant, ACCESS_REASONS.indexOf(reason));
    }
  });

  it('reverts when the holder is suspended', async () => {
    const world = await networkHelpers.loadFixture(licensedFixture);
    const { grantId } = await licence(world.works, world.data, world.models);
    await suspend(world, world.models);
    await expect(world.grants.derivation(grantId, world.models.memberId, 1))
      .to.be.revertedWithCustomError(world.grants, 'AccessGrants_MayNotDerive')
      .withArgs(grantId, ACCESS_REASONS.indexOf('holder-not-active'));
  });
});
