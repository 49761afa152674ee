import { anyUint } from '@nomicfoundation/hardhat-ethers-chai-matchers/withArgs';
import { expect } from 'chai';
import { id, ZeroAddress } from 'ethers';
import { identifierHash } from '../../sdk/signing.js';
import { ALL_ROLES, addressOf, ledgerFixture, networkHelpers, signedAdmission, spareKey } from '../support/contracts-fixture.js';

describe('MemberRegistry.admit', () => {
  async function applicantFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const now = await networkHelpers.time.latest();
    return { ...world, key: spareKey(world), other: spareKey(world, 1), members: world.ledger.members, now };
  }

  describe('given a notary and an entry that is new', () => {
    it('admits the company, binds its key and emits what the notary checked', async () => {
      const { ledger, members, key, founder, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const payoutAccount = addressOf('bank');
      const { admission, signature } = await signedAdmission({ deployment }, key, {
        legalName: '한빛정밀 주식회사',
        scheme: 'KR-BRN',
        identifier: '220_81.62517',
        credentialHash: id('credential'),
        validUntil: 3_000_000_001n,
        payoutAccount,
        payoutMinimum: 1_003n,
        roles: 0b10011n,
      });
      const hash = identifierHash('KR-BRN', '220_81.62517');
      const sending = members.admit(admission, signature);
      await expect(sending)
        .to.emit(members, 'MemberAdmitted')
        .withArgs(
          8,
          hash,
          1,
          '한빛정밀 주식회사',
          'KR-BRN',
          '220_81.62517',
          id('credential'),
          3_000_000_001n,
          payoutAccount,
          1_003n,
          anyUint,
        );
      await expect(sending)
        .to.emit(members, 'KeyAdded')
        .withArgs(8, key.address, 0b10011n, await networkHelpers.time.latest());
      const now = BigInt(await networkHelpers.time.latest());
      expect(await members.memberCount()).to.equal(8);
      expect(await members.memberOf(8)).to.deep.equal([1n, 3_000_000_001n, 0n, 1n, now, 0n]);
      expect(await members.keyOf(key.address)).to.deep.equal([8n, 0b10011n, now, 0n]);
      expect(await members.memberByIdentifier(hash)).to.equal(8);
      expect(await members.credentialHashOf(8)).to.equal(id('credential'));
      expect(await members.payoutFor(8, founder.address)).to.deep.equal([payoutAccount, 1_003n]);
      expect(await ledger.members.nonces(key.address)).to.equal(1);
    });

    it('names the founding act by notary 0 and the later ones by the notary', async () => {
      const { members } = await networkHelpers.loadFixture(applicantFixture);
      expect((await members.memberOf(1)).notary).to.equal(0);
      expect((await members.memberOf(2)).notary).to.equal(1);
    });

    it('takes the longest name and codes, and not a byte more', async () => {
      const { members, key, other, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const longest = { legalName: 'é'.repeat(100), scheme: 'S'.repeat(32), identifier: 'I'.repeat(64) };
      for (const [name, maximum] of [
        ['legalName', 200],
        ['scheme', 32],
        ['identifier', 64],
      ] as const) {
        const long = `${longest[name]}X`;
        const { admission, signature } = await signedAdmission({ deployment }, other, { ...longest, [name]: long });
        await expect(members.admit(admission, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_BadLength')
          .withArgs(long, maximum);
      }
      const { admission, signature } = await signedAdmission({ deployment }, key, longest);
      await members.admit(admission, signature);
      expect(await members.memberCount()).to.equal(8);
    });

    for (const name of ['legalName', 'scheme', 'identifier'] as const) {
      it(`reverts when the ${name} is empty`, async () => {
        const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
        const { admission, signature } = await signedAdmission({ deployment }, key, { [name]: '' });
        await expect(members.admit(admission, signature)).to.be.revertedWithCustomError(members, 'MemberRegistry_BadLength');
      });
    }

    for (const [text, position] of [
      ['lei', 0],
      ['A B', 1],
      ['AB/', 2],
      ['A@', 1],
      ['A[', 1],
      ['9:', 1],
      ['Ａ', 0],
    ] as const) {
      it(`reverts when a code is ${JSON.stringify(text)}: a second spelling would make a second member`, async () => {
        const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
        for (const changes of [{ scheme: text }, { identifier: text }]) {
          const { admission, signature } = await signedAdmission({ deployment }, key, changes);
          await expect(members.admit(admission, signature))
            .to.be.revertedWithCustomError(members, 'MemberRegistry_BadCharacter')
            .withArgs(text, position);
        }
      });
    }

    it('reverts when the admission would be over already, and takes one that ends a second later', async () => {
      const { members, key, deployment, now } = await networkHelpers.loadFixture(applicantFixture);
      for (const validUntil of [0n, BigInt(now + 10)]) {
        const { admission, signature } = await signedAdmission({ deployment }, key, { validUntil });
        await networkHelpers.time.setNextBlockTimestamp(now + 10);
        await expect(members.admit.staticCall(admission, signature, { blockTag: 'pending' }))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_AlreadyExpired')
          .withArgs(validUntil);
      }
      const { admission, signature } = await signedAdmission({ deployment }, key, { validUntil: BigInt(now + 11) });
      await members.admit(admission, signature);
      expect(await members.activeUntil(8)).to.equal(now + 11);
    });

    it('reverts when the payout account is zero, a contract of the ledger, or a keyless account', async () => {
      const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const keyless = await members.accountOf(2);
      for (const payoutAccount of [ZeroAddress, keyless, ...Object.values(deployment.contracts)]) {
        const { admission, signature } = await signedAdmission({ deployment }, key, { payoutAccount });
        await expect(members.admit(admission, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_PayoutAccountUnusable')
          .withArgs(payoutAccount);
      }
    });

    it('reverts when the first key could not administer', async () => {
      const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
      for (const roles of [0n, 0b11110n]) {
        const { admission, signature } = await signedAdmission({ deployment }, key, { roles });
        await expect(members.admit(admission, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_FirstKeyNotAdmin')
          .withArgs(roles);
      }
    });

    it('reverts when roles hold an unknown bit', async () => {
      const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
      for (const roles of [ALL_ROLES + 2n, 0x8001n]) {
        const { admission, signature } = await signedAdmission({ deployment }, key, { roles });
        await expect(members.admit(admission, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_BadRoles')
          .withArgs(roles);
      }
    });
  });

  describe('given a (scheme, identifier) pair that is a member', () => {
    it('reverts and names the member', async () => {
      const { members, key, works, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const { admission, signature } = await signedAdmission({ deployment }, key, { identifier: 'WORKS' });
      await expect(members.admit(admission, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_IdentifierTaken')
        .withArgs(identifierHash('LEI', 'WORKS'), works.memberId);
    });

    it('admits the same number under another scheme', async () => {
      const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const { admission, signature } = await signedAdmission({ deployment }, key, { scheme: 'EUID', identifier: 'WORKS' });
      await members.admit(admission, signature);
      expect(await members.memberCount()).to.equal(8);
    });
  });

  describe('given a key that is or was a member’s', () => {
    it('reverts when the key acts for another member', async () => {
      const { members, works, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const { admission, signature } = await signedAdmission({ deployment }, works.key, { nonce: 1n });
      await expect(members.admit(admission, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyTaken')
        .withArgs(works.key.address, works.memberId);
    });
  });
});
