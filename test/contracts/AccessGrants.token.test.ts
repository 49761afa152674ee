import { expect } from 'chai';
import { ZeroAddress } from 'ethers';
import { buy, DAY, ledgerFixture, networkHelpers, register, sell } from '../support/contracts-fixture.js';

const TRANSFERS = ['transferFrom', 'safeTransferFrom(address,address,uint256)'] as const;

describe('AccessGrants as ERC-721, ERC-5192 and ERC-7858', () => {
  /** Token 1 has no end, token 2 ends after a day. */
  async function grantedFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    const data = await register(world.works);
    await buy(world.buyer, await sell(world.works, data), 1);
    await buy(world.buyer, await sell(world.works, data, { period: DAY }), 1);
    const { grants, members } = world.ledger;
    const account = await members.accountOf(world.buyer.memberId);
    return { ...world, grants, account, other: await members.accountOf(world.rival.memberId) };
  }

  for (const [standard, interfaceId, supported] of [
    ['ERC-165', '0x01ffc9a7', true],
    ['ERC-721', '0x80ac58cd', true],
    ['ERC-5192', '0xb45a3c0e', true],
    ['ERC-7858', '0x3ebdfa31', true],
    ['ERC-4906', '0x49064906', false],
    ['no interface', '0xffffffff', false],
  ] as const) {
    it(`${supported ? 'supports' : 'does not support'} ${standard} (${interfaceId})`, async () => {
      const { grants } = await networkHelpers.loadFixture(grantedFixture);
      expect(await grants.supportsInterface(interfaceId)).to.equal(supported);
    });
  }

  it('belongs to the holder’s keyless account and is locked to it', async () => {
    const { grants, account } = await networkHelpers.loadFixture(grantedFixture);
    expect([await grants.name(), await grants.symbol()]).to.deep.equal(['Genba Access Grant', 'GENBA-G']);
    expect(await grants.ownerOf(2)).to.equal(account);
    expect(await grants.balanceOf(account)).to.equal(2);
    expect(await grants.locked(1)).to.equal(true);
    expect(await grants.tokenURI(1)).to.equal('');
  });

  it('is read on the clock, with 0 for no end', async () => {
    const { grants } = await networkHelpers.loadFixture(grantedFixture);
    const [first, second] = [await grants.grantOf(1), await grants.grantOf(2)];
    expect(await grants.expiryType()).to.equal(1);
    expect([await grants.startTime(1), await grants.endTime(1)]).to.deep.equal([first.start, 0n]);
    expect([await grants.startTime(2), await grants.endTime(2)]).to.deep.equal([second.start, second.start + BigInt(DAY)]);
  });

  it('expires at its end, and never without one', async () => {
    const { grants } = await networkHelpers.loadFixture(grantedFixture);
    const { end } = await grants.grantOf(2);
    await networkHelpers.time.increaseTo(end - 1n);
    expect(await grants.isTokenExpired(2)).to.equal(false);
    await networkHelpers.time.increaseTo(end);
    expect(await grants.isTokenExpired(2)).to.equal(true);
    await networkHelpers.time.increase(100 * 365 * DAY - 30 * 365 * DAY);
    expect(await grants.isTokenExpired(1)).to.equal(false);
  });

  it('reverts for tokens that do not exist, also those whose low 32 bits do', async () => {
    const { grants } = await networkHelpers.loadFixture(grantedFixture);
    for (const tokenId of [0n, 3n, 2n ** 32n + 1n, 2n ** 255n + 1n]) {
      const questions = [grants.ownerOf, grants.locked, grants.isTokenExpired, grants.startTime, grants.endTime, grants.tokenURI];
      for (const ask of questions) {
        await expect(ask(tokenId)).to.be.revertedWithCustomError(grants, 'ERC721NonexistentToken').withArgs(tokenId);
      }
    }
  });

  it('cannot be approved by a key', async () => {
    const { grants, buyer, rival } = await networkHelpers.loadFixture(grantedFixture);
    await expect(grants.connect(buyer.key).approve(rival.key.address, 1))
      .to.be.revertedWithCustomError(grants, 'ERC721InvalidApprover')
      .withArgs(buyer.key.address);
  });

  for (const signature of TRANSFERS) {
    it(`reverts ${signature} for everybody`, async () => {
      const { grants, buyer, admin, account, other } = await networkHelpers.loadFixture(grantedFixture);
      for (const caller of [buyer.key, admin]) {
        await expect(grants.connect(caller)[signature](account, other, 2))
          .to.be.revertedWithCustomError(grants, 'MemberToken_Locked')
          .withArgs(2);
      }
      expect(await grants.ownerOf(2)).to.equal(account);
    });

    it(`reverts ${signature} for a token that does not exist: nobody mints by a transfer from nowhere`, async () => {
      const { grants, stranger, other } = await networkHelpers.loadFixture(grantedFixture);
      const transfer = grants.connect(stranger)[signature];
      for (const from of [ZeroAddress, stranger.address]) {
        await expect(transfer(from, other, 3))
          .to.be.revertedWithCustomError(grants, 'ERC721NonexistentToken')
          .withArgs(3);
      }
      expect(await grants.balanceOf(other)).to.equal(0);
    });
  }
});
