import { anyUint } from '@nomicfoundation/hardhat-ethers-chai-matchers/withArgs';
import { expect } from 'chai';
import { id, Wallet, ZeroHash } from 'ethers';
import { signAdmission } from '../../sdk/signing.js';
import { ContractKey__factory } from '../../types/index.js';
import {
  ALL_ROLES,
  addressOf,
  ethers,
  ledgerFixture,
  networkHelpers,
  signedAdmission,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

describe('MemberRegistry.admit: who consents', () => {
  async function applicantFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const now = await networkHelpers.time.latest();
    return { ...world, key: spareKey(world), other: spareKey(world, 1), members: world.ledger.members, now };
  }

  describe('given a signature', () => {
    it('reverts when it is by another key', async () => {
      const { members, key, other, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const { admission } = await signedAdmission({ deployment }, key);
      const { signature } = await signedAdmission({ deployment }, other, {
        key: key.address,
        payoutAccount: admission.payoutAccount as string,
      });
      await expect(members.admit(admission, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_BadSignature')
        .withArgs(key.address);
    });

    for (const changes of [
      { legalName: 'Another Company Ltd' },
      { scheme: 'EUID' },
      { identifier: 'ANOTHER' },
      { roles: 1n },
      { payoutAccount: '0x000000000000000000000000000000000000dEaD' },
      { payoutMinimum: 1n },
      { deadline: 2n ** 40n - 2n },
    ]) {
      it(`reverts when the ${Object.keys(changes)[0]} is not what was signed`, async () => {
        const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
        const { admission, signature } = await signedAdmission({ deployment }, key);
        await expect(members.admit({ ...admission, ...changes }, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_BadSignature')
          .withArgs(key.address);
      });
    }

    it('reverts when it was made for another chain or another registry', async () => {
      const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const elsewhere = [
        { ...deployment, chainId: 1 },
        { ...deployment, contracts: { ...deployment.contracts, MemberRegistry: deployment.contracts.AccessGrants } },
      ];
      for (const other of elsewhere) {
        const { admission, signature } = await signedAdmission({ deployment: other }, key);
        await expect(members.admit(admission, signature))
          .to.be.revertedWithCustomError(members, 'MemberRegistry_BadSignature')
          .withArgs(key.address);
      }
    });

    it('reverts when its nonce is not the next one', async () => {
      const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const { admission, signature } = await signedAdmission({ deployment }, key, { nonce: 1n });
      await expect(members.admit(admission, signature))
        .to.be.revertedWithCustomError(members, 'InvalidAccountNonce')
        .withArgs(key.address, 0);
    });

    it('reverts when it is replayed', async () => {
      const { members, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const { admission, signature } = await signedAdmission({ deployment }, key);
      await members.admit(admission, signature);
      await expect(members.admit(admission, signature)).to.be.revertedWithCustomError(members, 'MemberRegistry_IdentifierTaken');
      await expect(members.admit({ ...admission, identifier: 'AGAIN' }, signature))
        .to.be.revertedWithCustomError(members, 'InvalidAccountNonce')
        .withArgs(key.address, 1);
    });

    it('is good at its deadline and reverts a second later', async () => {
      const { members, key, deployment, now } = await networkHelpers.loadFixture(applicantFixture);
      const deadline = BigInt(now + 100);
      const { admission, signature } = await signedAdmission({ deployment }, key, { deadline });
      const snapshot = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(now + 100);
      await members.admit(admission, signature, { gasLimit: 1_000_000 });
      expect(await members.memberCount()).to.equal(8);
      await snapshot.restore();
      await networkHelpers.time.increaseTo(now + 101);
      await expect(members.admit(admission, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_SignatureExpired')
        .withArgs(deadline);
    });
  });

  describe('given a key that is a contract (ERC-1271)', () => {
    it('admits it when the contract answers for the signature, and reverts when it does not', async () => {
      const { members, key, other, founder, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const contractKey = await (await new ContractKey__factory(founder).deploy(key.address)).getAddress();
      const { admission } = await signedAdmission({ deployment }, key, { key: contractKey });
      const { credentialHash: _, validUntil: __, ...signed } = admission;
      const consent = signed as Parameters<typeof signAdmission>[2];
      await expect(members.admit(admission, await signAdmission(other, deployment, consent)))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_BadSignature')
        .withArgs(contractKey);
      await expect(members.admit(admission, await signAdmission(key, deployment, consent)))
        .to.emit(members, 'KeyAdded')
        .withArgs(8, contractKey, ALL_ROLES, anyUint);
    });

    it('reverts when the contract is one of the ledger’s', async () => {
      const { members, key, founder, admin, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const contractKey = await (await new ContractKey__factory(founder).deploy(key.address)).getAddress();
      await members.connect(admin).addSystemContract(contractKey);
      const { admission, signature } = await signedAdmission({ deployment }, key, {
        key: contractKey,
        payoutAccount: addressOf('bank'),
      });
      await expect(members.admit(admission, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_KeyUnusable')
        .withArgs(contractKey);
    });
  });

  describe('given a caller', () => {
    it('reverts when it lacks the notary role, whatever else it holds', async () => {
      const { members, key, deployment, office, issuer, admin, works, stranger } =
        await networkHelpers.loadFixture(applicantFixture);
      const { admission, signature } = await signedAdmission({ deployment }, key);
      for (const caller of [office, issuer, admin, works.key, stranger]) {
        await expect(members.connect(caller).admit(admission, signature))
          .to.be.revertedWithCustomError(members, 'AccessManagedUnauthorized')
          .withArgs(caller.address);
      }
    });

    it('reverts when the notary’s member is suspended', async () => {
      const world = await networkHelpers.loadFixture(applicantFixture);
      const { members, key, works, manager } = world;
      await manager.grantRole(1, works.key.address, 0);
      await suspend(world, works);
      const { admission, signature } = await signedAdmission(world, key);
      await expect(members.connect(works.key).admit(admission, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_MemberNotActive')
        .withArgs(works.memberId);
    });

    it('cannot bind a key that has not signed: a notary binds no key of its own', async () => {
      const { members, founder, key, deployment } = await networkHelpers.loadFixture(applicantFixture);
      const own = new Wallet(id('the notary’s own'), ethers.provider);
      const { admission, signature } = await signedAdmission({ deployment }, key);
      await expect(members.admit({ ...admission, key: own.address }, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_BadSignature')
        .withArgs(own.address);
      await expect(members.admit({ ...admission, payoutAccount: founder.address }, signature))
        .to.be.revertedWithCustomError(members, 'MemberRegistry_BadSignature')
        .withArgs(key.address);
      expect(await members.memberByIdentifier(ZeroHash)).to.equal(0);
    });
  });
});
