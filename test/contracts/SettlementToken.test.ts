import { expect } from 'chai';
import { id, Signature, ZeroAddress } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import { signKeyBinding } from '../../sdk/signing.js';
import { type SettlementToken, SettlementToken__factory } from '../../types/index.js';
import { admitKey, DAY, FUNDS, ledgerFixture, networkHelpers, spareKey, suspend } from '../support/contracts-fixture.js';

describe('SettlementToken', () => {
  async function tokenFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    return { ...world, token: world.works.ledger.token };
  }

  describe('decimals', () => {
    it('are what it was deployed with, 0 to 18', async () => {
      const { token, founder, deployment } = await networkHelpers.loadFixture(tokenFixture);
      const { AccessManager, MemberRegistry } = deployment.contracts;
      const factory = new SettlementToken__factory(founder);
      expect([await token.decimals(), await token.symbol(), await token.name()]).to.deep.equal([0n, 'KRW', 'Test Won']);
      expect(await (await factory.deploy(AccessManager, MemberRegistry, 'T', 'T', 18)).decimals()).to.equal(18);
      await expect(factory.deploy(AccessManager, MemberRegistry, 'T', 'T', 19))
        .to.be.revertedWithCustomError(token, 'SettlementToken_TooManyDecimals')
        .withArgs(19);
    });
  });

  describe('transfer', () => {
    it('goes between keys, payout accounts and the ledger’s contracts', async () => {
      const { token, works, models, deployment } = await networkHelpers.loadFixture(tokenFixture);
      for (const to of [models.key.address, models.payoutAccount, deployment.contracts.RevenueLedger]) {
        await expect(token.transfer(to, 13)).to.emit(token, 'Transfer').withArgs(works.key.address, to, 13);
        expect(await token.balanceOf(to)).to.equal(to === models.key.address ? FUNDS + 13n : 13n);
      }
    });

    it('reverts to who was never a member', async () => {
      const { token, ledger, stranger, works } = await networkHelpers.loadFixture(tokenFixture);
      for (const to of [stranger.address, await ledger.members.accountOf(works.memberId)]) {
        await expect(token.transfer(to, 0)).to.be.revertedWithCustomError(token, 'SettlementToken_ReceiverUnknown').withArgs(to);
      }
    });

    it('reverts from who is no member’s', async () => {
      const { token, stranger, works } = await networkHelpers.loadFixture(tokenFixture);
      await expect(token.connect(stranger).transfer(works.key.address, 0))
        .to.be.revertedWithCustomError(token, 'SettlementToken_SenderNotActive')
        .withArgs(stranger.address);
    });

    it('reverts from a suspended member, by itself or by its spender, and still goes to it', async () => {
      const world = await networkHelpers.loadFixture(tokenFixture);
      const { token, works, models } = world;
      await token.approve(models.key.address, 5);
      await suspend(world, works);
      await expect(token.transfer(models.key.address, 1))
        .to.be.revertedWithCustomError(token, 'SettlementToken_SenderNotActive')
        .withArgs(works.key.address);
      await expect(token.connect(models.key).transferFrom(works.key.address, models.key.address, 1))
        .to.be.revertedWithCustomError(token, 'SettlementToken_SenderNotActive')
        .withArgs(works.key.address);
      await models.ledger.token.transfer(works.key.address, 7);
      expect(await token.balanceOf(works.key.address)).to.equal(FUNDS + 7n);
    });

    it('reverts from a revoked key, and still goes to it', async () => {
      const world = await networkHelpers.loadFixture(tokenFixture);
      const { token, works, models, deployment } = world;
      const key = spareKey(world);
      const consent = { memberId: works.memberId, key: key.address, roles: 1n, nonce: 0n, deadline: 2n ** 40n - 1n };
      const signature = await signKeyBinding(key, deployment, consent);
      await mine(works.ledger.members.addKey(key.address, 1, 0, consent.deadline, signature));
      await token.transfer(key.address, 20);
      await token.connect(key).transfer(models.key.address, 9);
      await mine(works.ledger.members.revokeKey(key.address));
      await expect(token.connect(key).transfer(models.key.address, 1))
        .to.be.revertedWithCustomError(token, 'SettlementToken_SenderNotActive')
        .withArgs(key.address);
      await token.transfer(key.address, 2);
      expect(await token.balanceOf(key.address)).to.equal(13);
    });
  });

  describe('mint and burn', () => {
    it('are the issuer’s, who burns its own tokens only', async () => {
      const world = await networkHelpers.loadFixture(tokenFixture);
      const { token, issuer } = world;
      const supply = await token.totalSupply();
      await admitKey(world, issuer, 1n);
      await expect(token.connect(issuer).mint(issuer.address, 101))
        .to.emit(token, 'Transfer')
        .withArgs(ZeroAddress, issuer.address, 101);
      await expect(token.connect(issuer).burn(1)).to.emit(token, 'Transfer').withArgs(issuer.address, ZeroAddress, 1);
      expect(await token.totalSupply()).to.equal(supply + 100n);
      await expect(token.connect(issuer).burn(101))
        .to.be.revertedWithCustomError(token, 'ERC20InsufficientBalance')
        .withArgs(issuer.address, 100, 101);
    });

    it('reverts a mint to who was never a member', async () => {
      const { token, issuer, stranger } = await networkHelpers.loadFixture(tokenFixture);
      await expect(token.connect(issuer).mint(stranger.address, 1))
        .to.be.revertedWithCustomError(token, 'SettlementToken_ReceiverUnknown')
        .withArgs(stranger.address);
    });

    it('revert for everybody else: who admits members mints nothing and burns nobody’s', async () => {
      const { token, founder, office, admin, works } = await networkHelpers.loadFixture(tokenFixture);
      for (const caller of [founder, office, admin, works.key]) {
        for (const act of [token.connect(caller).mint(works.key.address, 1), token.connect(caller).burn(1)]) {
          await expect(act).to.be.revertedWithCustomError(token, 'AccessManagedUnauthorized').withArgs(caller.address);
        }
      }
    });
  });

  describe('permit', () => {
    it('approves by signature, once', async () => {
      const { token, works, models, stranger } = await networkHelpers.loadFixture(tokenFixture);
      const domain = await domainOf(token);
      const value = { owner: works.key.address, spender: models.key.address, value: 1_003n, nonce: 0n, deadline: 2n ** 40n };
      const { v, r, s } = Signature.from(await works.key.signTypedData(domain, PERMIT, value));
      const permit = () => token.connect(stranger).permit(value.owner, value.spender, value.value, value.deadline, v, r, s);
      await expect(permit()).to.emit(token, 'Approval').withArgs(value.owner, value.spender, 1_003);
      expect(await token.allowance(value.owner, value.spender)).to.equal(1_003);
      await expect(permit()).to.be.revertedWithCustomError(token, 'ERC2612InvalidSigner');
    });
  });

  describe('ERC-3009', () => {
    async function authorizedFixture() {
      const world = await networkHelpers.loadFixture(tokenFixture);
      const { token, works, models } = world;
      const validBefore = (await networkHelpers.time.latest()) + DAY;
      const value = {
        from: works.key.address,
        to: models.key.address,
        value: 1_003n,
        validAfter: 0,
        validBefore,
        nonce: id('purchase'),
      };
      const sign = async (kind: 'TransferWithAuthorization' | 'ReceiveWithAuthorization') =>
        Signature.from(await works.key.signTypedData(await domainOf(token), { [kind]: AUTHORIZATION }, value));
      return { ...world, value, terms: [value.from, value.to, value.value, 0, validBefore, value.nonce] as const, sign };
    }

    it('moves tokens by signature, once', async () => {
      const { token, stranger, terms, value, sign } = await networkHelpers.loadFixture(authorizedFixture);
      const { v, r, s } = await sign('TransferWithAuthorization');
      const send = () => token.connect(stranger).transferWithAuthorization(...terms, v, r, s);
      await expect(send()).to.emit(token, 'AuthorizationUsed').withArgs(value.from, value.nonce);
      expect(await token.authorizationState(value.from, value.nonce)).to.equal(true);
      expect(await token.balanceOf(value.to)).to.equal(FUNDS + 1_003n);
      await expect(send()).to.be.revertedWithCustomError(token, 'ERC3009UsedAuthorization').withArgs(value.from, value.nonce);
    });

    it('lets only the payee call what was signed for it to receive', async () => {
      const { token, models, stranger, terms, sign } = await networkHelpers.loadFixture(authorizedFixture);
      const { v, r, s } = await sign('ReceiveWithAuthorization');
      await expect(token.connect(stranger).receiveWithAuthorization(...terms, v, r, s)).to.be.revertedWithCustomError(
        token,
        'ERC20InvalidReceiver',
      );
      await token.connect(models.key).receiveWithAuthorization(...terms, v, r, s);
      expect(await token.balanceOf(models.key.address)).to.equal(FUNDS + 1_003n);
    });

    it('reverts when its time is over, and when the payer is suspended', async () => {
      const world = await networkHelpers.loadFixture(authorizedFixture);
      const { token, works, terms, value, sign } = world;
      const { v, r, s } = await sign('TransferWithAuthorization');
      const send = () => token.transferWithAuthorization(...terms, v, r, s);
      await suspend(world, works);
      await expect(send()).to.be.revertedWithCustomError(token, 'SettlementToken_SenderNotActive').withArgs(works.key.address);
      await networkHelpers.time.increaseTo(value.validBefore);
      await expect(send()).to.be.revertedWithCustomError(token, 'ERC3009InvalidAuthorizationTime').withArgs(0, value.validBefore);
    });
  });
});

const PERMIT = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
};
const AUTHORIZATION = [
  { name: 'from', type: 'address' },
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'validAfter', type: 'uint256' },
  { name: 'validBefore', type: 'uint256' },
  { name: 'nonce', type: 'bytes32' },
];

async function domainOf(token: SettlementToken) {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  return { name, version, chainId, verifyingContract };
}
