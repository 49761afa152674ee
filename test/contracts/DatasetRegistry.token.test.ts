import { expect } from 'chai';
import { ZeroAddress } from 'ethers';
import { ledgerFixture, networkHelpers, register } from '../support/contracts-fixture.js';

const TRANSFERS = ['transferFrom', 'safeTransferFrom(address,address,uint256)'] as const;

describe('DatasetRegistry as ERC-721', () => {
  async function tokenFixture() {
    const world = await networkHelpers.loadFixture(ledgerFixture);
    await register(world.works);
    await register(world.models);
    await register(world.works);
    const { datasets, members } = world.ledger;
    const accounts = {
      works: await members.accountOf(world.works.memberId),
      models: await members.accountOf(world.models.memberId),
    };
    return { ...world, datasets, accounts };
  }

  it('names itself', async () => {
    const { datasets } = await networkHelpers.loadFixture(tokenFixture);
    expect([await datasets.name(), await datasets.symbol()]).to.deep.equal(['Genba Dataset', 'GENBA-D']);
  });

  for (const [standard, interfaceId, supported] of [
    ['ERC-165', '0x01ffc9a7', true],
    ['ERC-721', '0x80ac58cd', true],
    ['ERC-721 metadata', '0x5b5e139f', true],
    ['ERC-4906', '0x49064906', true],
    ['no interface', '0xffffffff', false],
  ] as const) {
    it(`${supported ? 'supports' : 'does not support'} ${standard} (${interfaceId})`, async () => {
      const { datasets } = await networkHelpers.loadFixture(tokenFixture);
      expect(await datasets.supportsInterface(interfaceId)).to.equal(supported);
    });
  }

  it('belongs to the owner’s keyless account and is counted there', async () => {
    const { datasets, accounts, works } = await networkHelpers.loadFixture(tokenFixture);
    expect([await datasets.ownerOf(1), await datasets.ownerOf(2), await datasets.ownerOf(3)]).to.deep.equal([
      accounts.works,
      accounts.models,
      accounts.works,
    ]);
    expect(await datasets.balanceOf(accounts.works)).to.equal(2);
    expect(await datasets.balanceOf(accounts.models)).to.equal(1);
    expect(await datasets.balanceOf(works.key.address)).to.equal(0);
  });

  it('reverts for the balance of nobody', async () => {
    const { datasets } = await networkHelpers.loadFixture(tokenFixture);
    await expect(datasets.balanceOf(ZeroAddress))
      .to.be.revertedWithCustomError(datasets, 'ERC721InvalidOwner')
      .withArgs(ZeroAddress);
  });

  it('reverts for tokens that do not exist, also those whose low 32 bits do', async () => {
    const { datasets } = await networkHelpers.loadFixture(tokenFixture);
    for (const tokenId of [0n, 4n, 2n ** 32n + 1n, 2n ** 255n + 1n]) {
      for (const asking of [datasets.ownerOf(tokenId), datasets.tokenURI(tokenId), datasets.getApproved(tokenId)]) {
        await expect(asking).to.be.revertedWithCustomError(datasets, 'ERC721NonexistentToken').withArgs(tokenId);
      }
    }
  });

  it('has no URI of its own: the metadata document is named per version in the events', async () => {
    const { datasets } = await networkHelpers.loadFixture(tokenFixture);
    expect(await datasets.tokenURI(1)).to.equal('');
  });

  it('cannot be approved by a key, and an operator gains nothing', async () => {
    const { datasets, works, rival, accounts } = await networkHelpers.loadFixture(tokenFixture);
    const owned = datasets.connect(works.key);
    await expect(owned.approve(rival.key.address, 1))
      .to.be.revertedWithCustomError(datasets, 'ERC721InvalidApprover')
      .withArgs(works.key.address);
    await owned.setApprovalForAll(rival.key.address, true);
    await expect(datasets.connect(rival.key)[TRANSFERS[0]](accounts.works, accounts.models, 1))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotTheOwner')
      .withArgs(1, rival.memberId);
  });

  for (const signature of TRANSFERS) {
    it(`reverts ${signature} for a token that does not exist: nobody mints by a transfer from nowhere`, async () => {
      const { datasets, stranger, accounts } = await networkHelpers.loadFixture(tokenFixture);
      const transfer = datasets.connect(stranger)[signature];
      for (const to of [stranger.address, accounts.models]) {
        await expect(transfer(ZeroAddress, to, 4))
          .to.be.revertedWithCustomError(datasets, 'ERC721NonexistentToken')
          .withArgs(4);
        expect(await datasets.balanceOf(to)).to.equal(to === accounts.models ? 1 : 0);
      }
      await expect(transfer(stranger.address, accounts.models, 4))
        .to.be.revertedWithCustomError(datasets, 'ERC721NonexistentToken')
        .withArgs(4);
    });
  }
});
