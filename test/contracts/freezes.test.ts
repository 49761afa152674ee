import { expect } from 'chai';
import { NO_END } from '../../sdk/ids.js';
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
        await expect(contract.freeze(id, CASE, now + 10 + LONGEST)).to.emit(contract, event);
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

      it('are lifted before their time, once, under a case', async () => {
        const { contract, id, lifted, now } = await networkHelpers.loadFixture(subjectFixture);
        await mine(contract.freeze(id, CASE, now + DAY));
        await expect(contract.liftFreeze(id, '')).to.be.revertedWithCustomError(contract, 'Freezable_BadCase').withArgs('');
        await expect(contract.liftFreeze(id, 'KFTC-2026-0200')).to.emit(contract, lifted);
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

  it('of a grant answer `allows` with their own reason, and move its end: what is paid for is delayed, not lost', async () => {
    const { ledger, auditor, buyer, grantId } = await networkHelpers.loadFixture(freezableFixture);
    const grants = ledger.grants.connect(auditor);
    const { end } = await grants.grantOf(grantId);
    const now = (await networkHelpers.time.latest()) + 10;
    await networkHelpers.time.setNextBlockTimestamp(now);
    const sending = grants.freeze(grantId, CASE, now + DAY);
    await expect(sending)
      .to.emit(grants, 'GrantFrozen')
      .withArgs(grantId, CASE, now + DAY, end + BigInt(DAY));
    await expect(sending).to.emit(grants, 'TokenExpiryUpdated');
    const asks = (at: number) => ledger.grants.allows(grantId, buyer.memberId, 1, 0, 0, at);
    expect(await asks(now + DAY - 1)).to.deep.equal([9n, 0n]);
    expect((await asks(now + DAY)).reason).to.equal(0);
    expect(await ledger.grants.frozenUntil(grantId)).to.equal(now + DAY);

    // A second freeze adds only what it is longer; lifting gives back what is left.
    await networkHelpers.time.setNextBlockTimestamp(now + 1000);
    await mine(grants.freeze(grantId, CASE, now + 3 * DAY));
    expect((await grants.grantOf(grantId)).end).to.equal(end + BigInt(3 * DAY));
    await networkHelpers.time.setNextBlockTimestamp(now + 2 * DAY);
    await expect(grants.liftFreeze(grantId, CASE))
      .to.emit(grants, 'GrantFreezeLifted')
      .withArgs(grantId, CASE, end + BigInt(2 * DAY));
  });

  it('of a grant outlast no access: one that would end meanwhile goes on after them, one that has ended does not', async () => {
    const { ledger, auditor, works, buyer, data } = await networkHelpers.loadFixture(freezableFixture);
    const grants = ledger.grants.connect(auditor);
    const short = await buy(buyer, await sell(works, data, { period: 20 * DAY }), 1);
    const over = await buy(buyer, await sell(works, data, { period: DAY }), 1);
    const { end } = await grants.grantOf(short);
    await networkHelpers.time.increase(2 * DAY);
    const now = await networkHelpers.time.latest();
    await mine(grants.freeze(short, CASE, now + LONGEST));
    await mine(grants.freeze(over, CASE, now + LONGEST));
    await networkHelpers.time.increaseTo(now + LONGEST);
    expect((await grants.allows(short, buyer.memberId, 1, 0, 0, now + LONGEST)).reason).to.equal(0);
    expect((await grants.grantOf(short)).end).to.be.greaterThan(end);
    expect((await grants.allows(over, buyer.memberId, 1, 0, 0, now + LONGEST)).reason).to.equal(5);
  });

  it('of a grant without end leave it without end, also where the end can’t be counted', async () => {
    const { ledger, auditor, works, buyer, data } = await networkHelpers.loadFixture(freezableFixture);
    const grants = ledger.grants.connect(auditor);
    const forever = await buy(buyer, await sell(works, data), 1);
    const now = await networkHelpers.time.latest();
    const late = await buy(buyer, await sell(works, data, { period: NO_END - now - 100 }), 1);
    for (const [grantId, end] of [
      [forever, NO_END],
      [late, NO_END - 1],
    ] as const) {
      await mine(grants.freeze(grantId, CASE, now + DAY));
      expect((await grants.grantOf(grantId)).end).to.equal(end);
    }
    await mine(grants.liftFreeze(forever, CASE));
    expect((await grants.grantOf(forever)).end).to.equal(NO_END);
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
