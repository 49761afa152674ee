import { expect } from 'chai';
import type { Signer } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import { signKeyBinding, signTicket } from '../../sdk/signing.js';
import { factories } from '../../types/index.js';
import { buy, ledgerFixture, networkHelpers, register, sell, spareKey, suspend } from '../support/contracts-fixture.js';

const FAR = 2n ** 40n - 1n;
const READ = 0;
const DERIVE = 2;
const UNITS_USED_UP = 10n;

/** The buyer holds grants 1 and 2 of 100 and 50 units. */
async function ticketsFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const data = await register(world.works);
  const offerId = await sell(world.works, data, { price: 7n, units: 10, rights: ['read', 'derive'] });
  await buy(world.buyer, offerId, 1, 100);
  await buy(world.buyer, offerId, 1, 50);
  const grants = world.ledger.grants.connect(world.stranger);
  const ticket = async (grantId: number, units: number, signer: Signer = world.buyer.key, changes: object = {}) => {
    const said = { grantId, units, key: await signer.getAddress(), deadline: FAR, ...changes };
    return { ...said, signature: await signTicket(signer, world.deployment, said) };
  };
  return { ...world, data, offerId, grants, ticket };
}

describe('AccessGrants.consume', () => {
  it('counts what the holder has signed, whoever brings it', async () => {
    const { grants, buyer, ticket } = await networkHelpers.loadFixture(ticketsFixture);
    await expect(grants.consume([await ticket(1, 7)]))
      .to.emit(grants, 'UnitsUsed')
      .withArgs(1, buyer.memberId, 7, 7);
    await expect(grants.consume([await ticket(1, 100)]))
      .to.emit(grants, 'UnitsUsed')
      .withArgs(1, buyer.memberId, 93, 100);
    expect((await grants.grantOf(1)).used).to.equal(100);
  });

  it('takes a batch, of several grants and of one grant several times', async () => {
    const { grants, buyer, ticket } = await networkHelpers.loadFixture(ticketsFixture);
    const sending = grants.consume([await ticket(1, 7), await ticket(2, 50), await ticket(1, 9)]);
    await expect(sending).to.emit(grants, 'UnitsUsed').withArgs(1, buyer.memberId, 2, 9);
    await expect(sending).to.emit(grants, 'UnitsUsed').withArgs(2, buyer.memberId, 50, 50);
  });

  it('does nothing by a replay or an overtaken ticket, and goes on with the batch', async () => {
    const { grants, buyer, ticket } = await networkHelpers.loadFixture(ticketsFixture);
    const [old, later] = [await ticket(1, 7), await ticket(1, 20)];
    await mine(grants.consume([later]));
    const sending = grants.consume([old, later, await ticket(2, 1)]);
    await expect(sending).to.emit(grants, 'UnitsUsed').withArgs(2, buyer.memberId, 1, 1);
    expect((await (await sending).wait())?.logs).to.have.length(1);
    expect((await grants.grantOf(1)).used).to.equal(20);
  });

  it('reverts above what is paid for', async () => {
    const { grants, ticket } = await networkHelpers.loadFixture(ticketsFixture);
    await expect(grants.consume([await ticket(1, 101)]))
      .to.be.revertedWithCustomError(grants, 'AccessGrants_TooFewUnits')
      .withArgs(1, 100, 101);
    await expect(grants.consume([await ticket(9, 1)]))
      .to.be.revertedWithCustomError(grants, 'AccessGrants_TooFewUnits')
      .withArgs(9, 0, 1);
  });

  it('reverts when the signature is over other values, or by another key', async () => {
    const { grants, buyer, rival, ticket } = await networkHelpers.loadFixture(ticketsFixture);
    const good = await ticket(1, 7);
    for (const changed of [{ units: 8 }, { grantId: 2 }, { deadline: FAR - 1n }]) {
      await expect(grants.consume([{ ...good, ...changed }]))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_BadSignature')
        .withArgs(buyer.key.address);
    }
    const stolen = { ...(await ticket(1, 7, rival.key)), key: buyer.key.address };
    await expect(grants.consume([stolen])).to.be.revertedWithCustomError(grants, 'AccessGrants_BadSignature');
    for (const signature of ['0x', `0x${'00'.repeat(65)}`, `${good.signature}00`]) {
      await expect(grants.consume([{ ...good, signature }])).to.be.revertedWithCustomError(grants, 'AccessGrants_BadSignature');
    }
  });

  it('reverts for a ticket of another chain or contract', async () => {
    const { grants, buyer, deployment } = await networkHelpers.loadFixture(ticketsFixture);
    const said = { grantId: 1, units: 7, key: buyer.key.address, deadline: FAR };
    const contracts = { ...deployment.contracts, AccessGrants: deployment.contracts.AccessMarket };
    for (const elsewhere of [
      { ...deployment, chainId: 1 },
      { ...deployment, contracts },
    ]) {
      const signature = await signTicket(buyer.key, elsewhere, said);
      await expect(grants.consume([{ ...said, signature }])).to.be.revertedWithCustomError(grants, 'AccessGrants_BadSignature');
    }
  });

  it('reverts when the key is another member’s, nobody’s, lacks the buy role, or was revoked', async () => {
    const world = await networkHelpers.loadFixture(ticketsFixture);
    const { grants, rival, stranger, buyer, ledger, deployment, ticket } = world;
    const key = spareKey(world);
    const consent = { memberId: buyer.memberId, key: key.address, roles: 0b10111n, nonce: 0n, deadline: FAR };
    await mine(buyer.ledger.members.addKey(key.address, consent.roles, 0, FAR, await signKeyBinding(key, deployment, consent)));
    for (const signer of [rival.key, stranger, key]) {
      await expect(grants.consume([await ticket(1, 7, signer)]))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NotTheHoldersKey')
        .withArgs(1, signer.address);
    }
    const byBuyer = await ticket(1, 7);
    await mine(ledger.members.connect(key).revokeKey(buyer.key.address));
    await expect(grants.consume([byBuyer]))
      .to.be.revertedWithCustomError(grants, 'AccessGrants_NotTheHoldersKey')
      .withArgs(1, buyer.key.address);
  });

  it('reverts after the deadline, and counts at it', async () => {
    const { grants, ticket, buyer } = await networkHelpers.loadFixture(ticketsFixture);
    const now = BigInt(await networkHelpers.time.latest());
    const late = await ticket(1, 7, buyer.key, { deadline: now });
    await expect(grants.consume([late]))
      .to.be.revertedWithCustomError(grants, 'AccessGrants_SignatureExpired')
      .withArgs(now);
    const due = await ticket(1, 7, buyer.key, { deadline: now + 100n });
    await networkHelpers.time.setNextBlockTimestamp(now + 100n);
    await expect(grants.consume([due])).to.emit(grants, 'UnitsUsed');
  });

  it('counts for a contract key by its own word (ERC-1271)', async () => {
    const world = await networkHelpers.loadFixture(ticketsFixture);
    const { grants, founder, works, deployment } = world;
    const signer = spareKey(world, 1);
    const contract = await new factories.contracts.mocks.ContractKey__factory(founder).deploy(signer.address);
    const key = await contract.getAddress();
    const consent = { memberId: world.buyer.memberId, key, roles: 8n, nonce: 0n, deadline: FAR };
    await mine(world.buyer.ledger.members.addKey(key, 8n, 0, FAR, await signKeyBinding(signer, deployment, consent)));
    const said = { grantId: 1, units: 7, key, deadline: FAR };
    const ticket = { ...said, signature: await signTicket(signer, deployment, said) };
    await expect(grants.consume([ticket]))
      .to.emit(grants, 'UnitsUsed')
      .withArgs(1, world.buyer.memberId, 7, 7);
    const other = { ...said, units: 8 };
    const byOther = { ...other, signature: await signTicket(works.key, deployment, other) };
    await expect(grants.consume([byOther]))
      .to.be.revertedWithCustomError(grants, 'AccessGrants_BadSignature')
      .withArgs(key);
  });

  it('settles the past of a suspended holder, and of a grant that has ended', async () => {
    const world = await networkHelpers.loadFixture(ticketsFixture);
    const { grants, buyer, ticket } = world;
    await mine(buyer.ledger.grants.giveUp(1));
    await suspend(world, buyer);
    await expect(grants.consume([await ticket(1, 7)])).to.emit(grants, 'UnitsUsed');
  });

  it('ends reading and computing with the last unit, and not deriving: what was read may be used', async () => {
    const { grants, buyer, ticket, ledger } = await networkHelpers.loadFixture(ticketsFixture);
    const now = (await networkHelpers.time.latest()) + 10;
    const asks = (right: number) => ledger.grants.allows(1, buyer.memberId, 1, right, 0, now);
    expect((await asks(READ)).reason).to.equal(0);
    await mine(grants.consume([await ticket(1, 100)]));
    expect(await asks(READ)).to.deep.equal([UNITS_USED_UP, 0n]);
    expect((await asks(DERIVE)).reason).to.equal(0);
    expect((await ledger.grants.derivation(1, buyer.memberId, 1)).royaltyBps).to.equal(0);
  });
});
