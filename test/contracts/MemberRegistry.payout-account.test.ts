import { expect } from 'chai';
import { mine } from '../../sdk/ledger.js';
import { signKeyBinding } from '../../sdk/signing.js';
import {
  ALL_ROLES,
  addTill,
  collect,
  ledgerFixture,
  networkHelpers,
  register,
  signedAdmission,
  spareKey,
} from '../support/contracts-fixture.js';

const FAR = 2n ** 32n;

describe('MemberRegistry: payout accounts', () => {
  it('takes none that is another member’s payout account or key', async () => {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const { members } = world.ledger;
    for (const taken of [world.works.payoutAccount, world.works.key.address]) {
      const { admission, signature } = await signedAdmission(world, spareKey(world), { payoutAccount: taken });
      await expect(members.admit(admission, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_PayoutAccountTaken')
        .withArgs(taken, world.works.memberId);
    }
    await expect(members.connect(world.admin).addSystemContract(world.works.payoutAccount))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_PayoutAccountTaken')
      .withArgs(world.works.payoutAccount, world.works.memberId);
  });

  it('keeps the credit when the account is a key that was revoked', async () => {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const { members, revenue, token } = world.ledger;
    const first = spareKey(world);
    const { admission, signature } = await signedAdmission(world, first, { payoutAccount: first.address });
    const { events } = await mine(members.admit(admission, signature));
    const memberId = Number(events.MemberAdmitted?.memberId);
    const second = spareKey(world, 1);
    const consent = { memberId, key: second.address, roles: ALL_ROLES, nonce: 0n, deadline: FAR };
    const binding = await signKeyBinding(second, world.deployment, consent);
    await mine(members.connect(first).addKey(second.address, ALL_ROLES, 0, FAR, binding));
    const { versionId } = await register(world.works, { payees: [{ kind: 'originator', id: memberId, shareBps: 10_000 }] });
    await collect({ ...world, till: await addTill(world) }, versionId, 1_000n);
    await mine(revenue.distribute([versionId]));

    await mine(members.connect(second).revokeKey(first.address));
    await expect(revenue.payOut([memberId])).not.to.emit(token, 'Transfer');
    expect(await revenue.accountOf(memberId)).to.deep.equal([990n, 0n]);
  });

  it('leaves the fee where it is when the consortium’s account is a revoked key', async () => {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const { members, revenue } = world.ledger;
    const second = spareKey(world);
    const consent = { memberId: 1, key: second.address, roles: ALL_ROLES, nonce: 0n, deadline: FAR };
    await mine(members.addKey(second.address, ALL_ROLES, 0, FAR, await signKeyBinding(second, world.deployment, consent)));
    const { versionId } = await register(world.works);
    await collect({ ...world, till: await addTill(world) }, versionId, 1_000n);
    await mine(members.connect(second).revokeKey(world.founder.address));
    await expect(revenue.payFees()).to.be.revertedWithCustomError(revenue, 'RevenueLedger_NoPayoutAccount').withArgs(1);
    expect((await revenue.books()).fees).to.equal(10n);
  });
});
