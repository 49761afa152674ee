import { expect } from 'chai';
import { id, ZeroHash } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import { identifierHash, signKeyBinding } from '../../sdk/signing.js';
import {
  addTill,
  collect,
  ledgerFixture,
  networkHelpers,
  register,
  signedAdmission,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

const FAR = 2n ** 40n - 1n;
/** Longer than all tests take together: the chain's clock goes on while others run. */
const LASTS = 30 * 86_400;

async function admissionFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const key = spareKey(world);
  const validUntil = (await networkHelpers.time.latest()) + LASTS;
  const { admission, signature } = await signedAdmission(world, key, { validUntil });
  const { events } = await mine(world.ledger.members.admit(admission, signature));
  const memberId = Number(events.MemberAdmitted?.memberId);
  return {
    ...world,
    members: world.ledger.members,
    key,
    validUntil,
    memberId,
    offices: world.ledger.members.connect(world.office),
    admins: world.ledger.members.connect(world.admin),
  };
}

describe('MemberRegistry.renewAdmission', () => {
  it('makes an admission longer, with the new credential', async () => {
    const { members, memberId, validUntil } = await networkHelpers.loadFixture(admissionFixture);
    const credential = id('new credential');
    await expect(members.renewAdmission(memberId, validUntil + 1000, credential))
      .to.emit(members, 'AdmissionRenewed')
      .withArgs(memberId, 1, credential, validUntil + 1000);
    expect(await members.activeUntil(memberId)).to.equal(validUntil + 1000);
    expect(await members.credentialHashOf(memberId)).to.equal(credential);
  });

  it('lets an expired member act again, with the keys it had', async () => {
    const { members, memberId, key, validUntil } = await networkHelpers.loadFixture(admissionFixture);
    await networkHelpers.time.increaseTo(validUntil);
    await expect(members.actingMember(key.address, 0)).to.be.revertedWithCustomError(members, 'MemberRegistry_MemberNotActive');
    await mine(members.renewAdmission(memberId, FAR, ZeroHash));
    expect(await members.actingMember(key.address, 0)).to.equal(memberId);
  });

  it('never shortens, and never ends in the past', async () => {
    const { members, memberId, validUntil } = await networkHelpers.loadFixture(admissionFixture);
    for (const end of [validUntil, validUntil - 1]) {
      await expect(members.renewAdmission(memberId, end, ZeroHash))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_NotLonger')
        .withArgs(end, validUntil);
    }
    await expect(members.renewAdmission(memberId, 1, ZeroHash))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_AlreadyExpired')
      .withArgs(1);
    await expect(members.renewAdmission(99, FAR, ZeroHash)).to.be.revertedWithCustomError(
      members,
      'MemberRegistry_MemberUnknown',
    );
  });

  it('ends no suspension', async () => {
    const { members, offices, memberId } = await networkHelpers.loadFixture(admissionFixture);
    await mine(offices.suspend(memberId, 'checks'));
    await mine(members.renewAdmission(memberId, FAR, ZeroHash));
    expect(await members.activeUntil(memberId)).to.equal(0);
  });
});

describe('MemberRegistry.voidAdmission', () => {
  const NUMBER = identifierHash('LEI', 'NEWCOMPANY');

  it('ends a suspended member for ever and frees its register number for the right company', async () => {
    const world = await networkHelpers.loadFixture(admissionFixture);
    const { members, offices, admins, memberId } = world;
    await mine(offices.suspend(memberId, 'an error'));
    await expect(admins.voidAdmission(memberId, NUMBER, 'an error'))
      .to.emit(members, 'AdmissionVoided')
      .withArgs(memberId, NUMBER, 'an error');
    expect((await members.memberOf(memberId)).status).to.equal(3);
    expect(await members.memberByIdentifier(NUMBER)).to.equal(0);
    await expect(offices.reinstate(memberId))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_WrongStatus')
      .withArgs(memberId, 3);
    const { admission, signature } = await signedAdmission(world, spareKey(world, 1));
    await expect(members.admit(admission, signature)).to.emit(members, 'MemberAdmitted');
    expect(await members.memberByIdentifier(NUMBER)).to.equal(memberId + 1);
  });

  it('reverts for an active member, one that does not exist, and a number that is another’s or nobody’s', async () => {
    const { members, offices, admins, memberId, works } = await networkHelpers.loadFixture(admissionFixture);
    await expect(admins.voidAdmission(memberId, NUMBER, 'an error'))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_WrongStatus')
      .withArgs(memberId, 1);
    await expect(admins.voidAdmission(99, NUMBER, 'an error'))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_MemberUnknown')
      .withArgs(99);
    await mine(offices.suspend(memberId, 'an error'));
    for (const [scheme, owner] of [
      ['WORKS', works.memberId],
      ['NOBODY', 0],
    ] as const) {
      const other = identifierHash('LEI', scheme);
      await expect(admins.voidAdmission(memberId, other, 'an error'))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_IdentifierOfAnother')
        .withArgs(other, owner);
    }
  });

  it('stops no receipts: what it earned before is paid to it', async () => {
    const base = await networkHelpers.loadFixture(admissionFixture);
    const world = { ...base, till: await addTill(base) };
    const { ledger, admins, works } = world;
    const { versionId } = await register(works);
    await suspend(world, works);
    await mine(admins.voidAdmission(works.memberId, identifierHash('LEI', 'WORKS'), 'an error'));
    await collect(world, versionId, 1_000n);
    await mine(ledger.revenue.distribute([versionId]));
    await expect(ledger.revenue.payOut([works.memberId]))
      .to.emit(ledger.revenue, 'PaidOut')
      .withArgs(works.memberId, works.payoutAccount, 990);
  });
});

describe('MemberRegistry: whose key acts for a notary', () => {
  it('is good: a revoked key of the notary’s member admits nobody, whatever its role', async () => {
    const world = await networkHelpers.loadFixture(admissionFixture);
    const { ledger, members, manager, works } = world;
    const second = spareKey(world, 1);
    const consent = { memberId: works.memberId, key: second.address, roles: 1n, nonce: 0n, deadline: FAR };
    await mine(works.ledger.members.addKey(second.address, 1n, 0, FAR, await signKeyBinding(second, world.deployment, consent)));
    await mine(manager.grantRole(1, works.key.address, 0) as never);
    await mine(ledger.members.connect(second).revokeKey(works.key.address));
    const { admission, signature } = await signedAdmission(world, spareKey(world, 2), { identifier: 'ANOTHER' });
    await expect(members.connect(works.key).admit(admission, signature))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyIsRevoked')
      .withArgs(works.key.address, (await members.keyOf(works.key.address)).revokedAt);
  });

  it('system contracts are nobody’s key', async () => {
    const { members, admin, works } = await networkHelpers.loadFixture(admissionFixture);
    await expect(members.connect(admin).addSystemContract(works.key.address))
      .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyTaken')
      .withArgs(works.key.address, works.memberId);
  });
});
