import { expect } from 'chai';
import { id } from 'ethers';
import { buy, DAY, ledgerFixture, networkHelpers, register, sell } from '../support/contracts-fixture.js';

/** An ERC-165 id is the exclusive or of the selectors: our vectors, not the compiler's. */
function interfaceId(signatures: readonly string[]): string {
  const bits = signatures.reduce((sum, signature) => sum ^ BigInt(id(signature).slice(0, 10)), 0n);
  return `0x${bits.toString(16).padStart(8, '0')}`;
}

const ERC721 = [
  'balanceOf(address)',
  'ownerOf(uint256)',
  'safeTransferFrom(address,address,uint256,bytes)',
  'safeTransferFrom(address,address,uint256)',
  'transferFrom(address,address,uint256)',
  'approve(address,uint256)',
  'setApprovalForAll(address,bool)',
  'getApproved(uint256)',
  'isApprovedForAll(address,address)',
];
const STANDARDS = {
  'ERC-165': { vector: '0x01ffc9a7', signatures: ['supportsInterface(bytes4)'] },
  'ERC-721': { vector: '0x80ac58cd', signatures: ERC721 },
  'ERC-721 metadata': { vector: '0x5b5e139f', signatures: ['name()', 'symbol()', 'tokenURI(uint256)'] },
  'ERC-5192': { vector: '0xb45a3c0e', signatures: ['locked(uint256)'] },
  'ERC-5646': { vector: '0xf5112315', signatures: ['getStateFingerprint(uint256)'] },
  'ERC-7858': {
    vector: '0x3ebdfa31',
    signatures: ['startTime(uint256)', 'endTime(uint256)', 'expiryType()', 'isTokenExpired(uint256)'],
  },
} as const;

async function tokensFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const data = await register(world.works);
  const timed = await buy(world.buyer, await sell(world.works, data, { period: 30 * DAY }), 1);
  const forever = await buy(world.buyer, await sell(world.works, data), 1);
  return { ...world, timed, forever, datasets: world.ledger.datasets, grants: world.ledger.grants };
}

describe('standards', () => {
  for (const [name, { vector, signatures }] of Object.entries(STANDARDS)) {
    it(`${name} is ${vector}, and each token says whether it keeps it`, async () => {
      const { datasets, grants } = await networkHelpers.loadFixture(tokensFixture);
      expect(interfaceId(signatures)).to.equal(vector);
      const ofDatasets = !['ERC-5192', 'ERC-7858'].includes(name);
      const ofGrants = name !== 'ERC-5646';
      expect(await datasets.supportsInterface(vector)).to.equal(ofDatasets);
      expect(await grants.supportsInterface(vector)).to.equal(ofGrants);
    });
  }

  it('ERC-4906 has an id of its own, and datasets keep it', async () => {
    const { datasets, grants } = await networkHelpers.loadFixture(tokensFixture);
    expect(await datasets.supportsInterface('0x49064906')).to.equal(true);
    expect(await grants.supportsInterface('0x49064906')).to.equal(false);
  });

  it('nothing keeps 0xffffffff', async () => {
    const { datasets, grants } = await networkHelpers.loadFixture(tokensFixture);
    for (const token of [datasets, grants]) expect(await token.supportsInterface('0xffffffff')).to.equal(false);
  });

  it('ERC-5192: every grant is locked, and asking about none reverts', async () => {
    const { grants, timed, forever } = await networkHelpers.loadFixture(tokensFixture);
    for (const grantId of [timed, forever]) expect(await grants.locked(grantId)).to.equal(true);
    await expect(grants.locked(99)).to.be.revertedWithCustomError(grants, 'ERC721NonexistentToken').withArgs(99);
  });

  it('ERC-7858: start, end and expiry are by time; 0 is no end', async () => {
    const { grants, timed, forever } = await networkHelpers.loadFixture(tokensFixture);
    expect(await grants.expiryType()).to.equal(1);
    const start = await grants.startTime(timed);
    expect(await grants.endTime(timed)).to.equal(start + BigInt(30 * DAY));
    expect(await grants.endTime(forever)).to.equal(0);
    await networkHelpers.time.increaseTo(start + BigInt(30 * DAY) - 1n);
    expect([await grants.isTokenExpired(timed), await grants.isTokenExpired(forever)]).to.deep.equal([false, false]);
    await networkHelpers.time.increase(1);
    expect([await grants.isTokenExpired(timed), await grants.isTokenExpired(forever)]).to.deep.equal([true, false]);
    for (const asking of [grants.startTime(99), grants.endTime(99), grants.isTokenExpired(99)]) {
      await expect(asking).to.be.revertedWithCustomError(grants, 'ERC721NonexistentToken').withArgs(99);
    }
  });
});
