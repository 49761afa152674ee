import { expect } from 'chai';
import { mine } from '../../sdk/ledger.js';
import { addTill, buy, collect, DAY, ledgerFixture, networkHelpers, register, sell } from '../support/contracts-fixture.js';

const CASE = 'KFTC-2026-0113';
const LONGEST = 30 * DAY;

async function freezableFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const data = await register(world.works);
  const offerId = await sell(world.works, data, { price: 7n, period: 90 * DAY });
  const grantId = await buy(world.buyer, offerId, 1);
  const { members, datasets, grants } = world.ledger;
  const subjects = [
    {
      what: 'member',
      contract: members.connect(world.auditor),
      id: world.works.memberId,
      event: 'MemberFrozen',
      lifted: 'MemberFreezeLifted',
    },
    {
      what: 'dataset',
      contract: datasets.connect(world.auditor),
      id: data.datasetId,
      event: 'DatasetFrozen',
      lifted: 'DatasetFreezeLifted',
    },
    { what: 'grant', contract: grants.connect(world.auditor), id: grantId, event: 'GrantFrozen', lifted: 'GrantFreezeLifted' },
  ] as const;
  return { ...world, data, offerId, grantId, subjects };
}

describe('freezes', () => {
  for (const [i, what] of ['a member', 'a dataset', 'a grant'].entries()) {
    describe(`of ${what}`, () => {
      async function subjectFixture() {
        const world = await networkHelpers.loadFixture(freezableFixture);
        const subject = world.subjects[i] as (typeof world.subjects)[0];
        return { ...world, ...subject, now: await networkHelpers.time.latest() };
      }

      it('last at most 30 days', async () => {
        const { contract, id, event, now } = await networkHelpers.loadFixture(subjectFixture);
        await networkHelpers.time.setNextBlockTimestamp(now + 10);
        await expect(contract.freeze(id, CASE, now + 10 + LONGEST + 1))
          .to.be.revertedWithCustomError(contract, 'Freezable_BadEnd')
          .withArgs(now + 10 + LONGEST + 1);
        await expect(contract.freeze(id, CASE, now + 10 + LONGEST))
          .to.emit(contract, event)
          .withArgs(id, CASE, now + 10 + LONGEST);
        expect(await contract.freezesUnder(id, CASE)).to.equal(1);
      });

      it('end in the future, and never before the one that is on', async () => {
        const { contract, id, now } = await networkHelpers.loadFixture(subjectFixture);
        await expect(contract.freeze(id, CASE, now))
          .to.be.revertedWithCustomError(contract, 'Freezable_BadEnd')
          .withArgs(now);
        await mine(contract.freeze(id, CASE, now + DAY));
        for (const end of [now + DAY, now + DAY - 1]) {
          await expect(contract.freeze(id, 'another', end))
            .to.be.revertedWithCustomError(contract, 'Freezable_BadEnd')
            .withArgs(end);
        }
        expect(await contract.freezesUnder(id, 'another')).to.equal(0);
        await mine(contract.freeze(id, 'another', now + DAY + 1));
      });

      it('are twice per case at most; another case counts for itself', async () => {
        const { contract, id, now } = await networkHelpers.loadFixture(subjectFixture);
        await mine(contract.freeze(id, CASE, now + DAY));
        await mine(contract.freeze(id, CASE, now + 2 * DAY));
        await expect(contract.freeze(id, CASE, now + 3 * DAY))
          .to.be.revertedWithCustomError(contract, 'Freezable_CaseExhausted')
          .withArgs(CASE, id);
        await networkHelpers.time.increase(10 * DAY);
        await expect(contract.freeze(id, CASE, now + 13 * DAY)).to.be.revertedWithCustomError(
          contract,
          'Freezable_CaseExhausted',
        );
        await mine(contract.freeze(id, `${CASE}/2`, now + 13 * DAY));
      });

      it('need a case number of 1 to 64 bytes', async () => {
        const { contract, id, now } = await networkHelpers.loadFixture(subjectFixture);
        for (const none of ['', 'x'.repeat(65), '案'.repeat(22)]) {
          await expect(contract.freeze(id, none, now + DAY))
            .to.be.revertedWithCustomError(contract, 'Freezable_BadCase')
            .withArgs(none);
        }
        await mine(contract.freeze(id, 'x'.repeat(64), now + DAY));
      });

      it('are lifted before their time, once', async () => {
        const { contract, id, lifted, now } = await networkHelpers.loadFixture(subjectFixture);
        await mine(contract.freeze(id, CASE, now + DAY));
        await expect(contract.liftFreeze(id, 'KFTC-2026-0200')).to.emit(contract, lifted).withArgs(id, 'KFTC-2026-0200');
        await expect(contract.liftFreeze(id, CASE)).to.be.revertedWithCustomError(contract, 'Freezable_NotFrozen').withArgs(id);
      });

      it('end by themselves, to the second', async () => {
        const { contract, id, now } = await networkHelpers.loadFixture(subjectFixture);
        await mine(contract.freeze(id, CASE, now + DAY));
        await networkHelpers.time.increaseTo(now + DAY);
        await expect(contract.liftFreeze(id, CASE)).to.be.revertedWithCustomError(contract, 'Freezable_NotFrozen');
      });
    });
  }

  it('are not of what does not exist', async () => {
    const { ledger, auditor } = await networkHelpers.loadFixture(freezableFixture);
    const { members, datasets, grants } = ledger;
    const until = (await networkHelpers.time.latest()) + DAY;
    for (const none of [0, 99]) {
      await expect(members.connect(auditor).freeze(none, CASE, until)).to.be.revertedWithCustomError(
        members,
        'MemberRegistry_MemberUnknown',
      );
      await expect(datasets.connect(auditor).freeze(none, CASE, until)).to.be.revertedWithCustomError(
        datasets,
        'DatasetRegistry_DatasetUnknown',
      );
      await expect(grants.connect(auditor).freeze(none, CASE, until)).to.be.revertedWithCustomError(
        grants,
        'AccessGrants_GrantUnknown',
      );
    }
  });

  it('of a member delay its payout and move nothing: it is credited meanwhile, and paid whole afterwards', async () => {
    const base = await networkHelpers.loadFixture(freezableFixture);
    const world = { ...base, till: await addTill(base) };
    const { ledger, works, auditor } = world;
    const until = (await networkHelpers.time.latest()) + DAY;
    await mine(ledger.members.connect(auditor).freeze(works.memberId, CASE, until));
    await collect(world, 1, 1_000n);
    await mine(ledger.revenue.distribute([1]));
    await expect(ledger.revenue.payOut([works.memberId])).not.to.emit(ledger.revenue, 'PaidOut');
    expect((await ledger.revenue.accountOf(works.memberId)).total).to.equal(997n);
    await networkHelpers.time.increaseTo(until);
    await expect(ledger.revenue.payOut([works.memberId]))
      .to.emit(ledger.revenue, 'PaidOut')
      .withArgs(works.memberId, works.payoutAccount, 997n);
  });

  it('of a grant answer `allows` with their own reason, for as long as they last', async () => {
    const { ledger, auditor, buyer, grantId } = await networkHelpers.loadFixture(freezableFixture);
    const until = (await networkHelpers.time.latest()) + DAY;
    await mine(ledger.grants.connect(auditor).freeze(grantId, CASE, until));
    const asks = (at: number) => ledger.grants.allows(grantId, buyer.memberId, 1, 0, 0, at);
    expect(await asks(until - 1)).to.deep.equal([9n, 0n]);
    expect((await asks(until)).reason).to.equal(0);
    expect(await ledger.grants.frozenUntil(grantId)).to.equal(until);
    await networkHelpers.time.increaseTo(until);
    await mine(ledger.grants.connect(buyer.key).giveUp(grantId));
  });

  it('of a dataset leave its grants and its money alone', async () => {
    const { ledger, auditor, buyer, works, data, grantId } = await networkHelpers.loadFixture(freezableFixture);
    const now = await networkHelpers.time.latest();
    await mine(ledger.datasets.connect(auditor).freeze(data.datasetId, CASE, now + DAY));
    expect((await ledger.grants.allows(grantId, buyer.memberId, 1, 0, 0, now)).reason).to.equal(0);
    await expect(ledger.revenue.distribute([1])).to.emit(ledger.revenue, 'Distributed');
    await expect(ledger.revenue.payOut([works.memberId])).to.emit(ledger.revenue, 'PaidOut');
  });
});
