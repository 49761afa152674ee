import { expect } from 'chai';
import { ZeroAddress } from 'ethers';
import { signKeyBinding } from '../../sdk/signing.js';
import { factories } from '../../types/index.js';
import {
  ALL_ROLES,
  DAY,
  ethers,
  ledgerFixture,
  networkHelpers,
  spareKey,
  suspend,
  type World,
} from '../support/contracts-fixture.js';

const { ListOfSenders__factory } = factories.contracts.mocks;
const { SenderGate__factory } = factories.contracts;
const ENABLED = 1n;
const ADMIN = 2n;
const GAS_MONEY = 10n ** 12n;
const FAR = 2n ** 40n - 1n;

describe('SenderGate', () => {
  /** The list of a real chain is in its protocol; here a contract stands for it, and keeps nobody from sending. */
  async function gateFixture() {
    const world = await ledgerFixture();
    const list = await new ListOfSenders__factory(world.office).deploy();
    const { AccessManager, MemberRegistry } = world.deployment.contracts;
    const gate = await new SenderGate__factory(world.office).deploy(AccessManager, MemberRegistry, list, { value: 10n ** 15n });
    await list.setManager(gate);
    const standing = (address: string) => list.readAllowList(address);
    return { ...world, list, gate, standing };
  }
  const load = () => networkHelpers.loadFixture(gateFixture);
  const keyOf = (company: World['buyer']) => company.key.address;

  it('lets in the key of an active member, and says so', async () => {
    const { buyer, gate, standing } = await load();
    await expect(gate.mirror([keyOf(buyer)]))
      .to.emit(gate, 'SenderAllowed')
      .withArgs(keyOf(buyer));
    expect(await standing(keyOf(buyer))).to.equal(ENABLED);
  });

  it('lets nobody in who is neither a member nor an office, and no contract of the ledger', async () => {
    const { deployment, gate, standing, stranger } = await load();
    const others = [stranger.address, deployment.contracts.AccessMarket, ZeroAddress];
    await expect(gate.mirror(others)).to.not.emit(gate, 'SenderAllowed');
    for (const one of others) expect(await standing(one)).to.equal(0n);
  });

  it('lets in whoever holds an office of the consortium, as long as it does', async () => {
    const { admin, gate, issuer, manager, standing } = await load();
    await gate.mirror([issuer.address]);
    expect(await standing(issuer.address)).to.equal(ENABLED);
    await manager.connect(admin).revokeRole(3n, issuer.address);
    await expect(gate.mirror([issuer.address]))
      .to.emit(gate, 'SenderRefused')
      .withArgs(issuer.address);
  });

  it("shuts out a suspended member's key, and lets it in again when the member is reinstated", async () => {
    const world = await load();
    const { buyer, gate, ledger, office, standing } = world;
    await gate.mirror([keyOf(buyer)]);
    await suspend(world, buyer);
    await expect(gate.mirror([keyOf(buyer)]))
      .to.emit(gate, 'SenderRefused')
      .withArgs(keyOf(buyer));
    expect(await standing(keyOf(buyer))).to.equal(0n);
    await ledger.members.connect(office).reinstate(buyer.memberId);
    await gate.mirror([keyOf(buyer)]);
    expect(await standing(keyOf(buyer))).to.equal(ENABLED);
  });

  it('shuts out a revoked key for good', async () => {
    const world = await load();
    const { buyer, gate, standing } = world;
    const second = spareKey(world);
    const consent = { memberId: buyer.memberId, key: second.address, roles: 8n, nonce: 0n, deadline: FAR };
    const signature = await signKeyBinding(second, world.deployment, consent);
    await buyer.ledger.members.addKey(second.address, 8n, 0, FAR, signature);
    await gate.mirror([second.address]);
    expect(await standing(second.address)).to.equal(ENABLED);
    await buyer.ledger.members.revokeKey(second.address);
    await expect(gate.mirror([second.address, keyOf(buyer)]))
      .to.emit(gate, 'SenderRefused')
      .withArgs(second.address);
    expect([await standing(second.address), await standing(keyOf(buyer))]).to.deep.equal([0n, ENABLED]);
  });

  it('shuts out the key of a frozen member while it is frozen', async () => {
    const world = await load();
    const { auditor, buyer, gate, ledger, standing } = world;
    await gate.mirror([keyOf(buyer)]);
    const now = await networkHelpers.time.latest();
    await ledger.members.connect(auditor).freeze(buyer.memberId, 'CASE-1', now + DAY);
    await gate.mirror([keyOf(buyer)]);
    expect(await standing(keyOf(buyer))).to.equal(0n);
    await networkHelpers.time.increase(2 * DAY);
    await gate.mirror([keyOf(buyer)]);
    expect(await standing(keyOf(buyer))).to.equal(ENABLED);
  });

  it('lets nobody in whose admission is over', async () => {
    const { buyer, gate, ledger, standing } = await load();
    await gate.mirror([keyOf(buyer)]);
    const { validUntil } = await ledger.members.memberOf(buyer.memberId);
    await networkHelpers.time.increaseTo(validUntil);
    await gate.mirror([keyOf(buyer)]);
    expect(await standing(keyOf(buyer))).to.equal(0n);
  });

  it('leaves those alone who have a say in the list', async () => {
    const { gate, list, office, standing, stranger } = await load();
    await list.setManager(stranger);
    await expect(gate.mirror([stranger.address, office.address])).to.not.emit(gate, 'SenderRefused');
    expect(await standing(stranger.address)).to.be.at.least(ADMIN);
    expect(await standing(office.address)).to.be.at.least(ADMIN);
  });

  it('changes nothing for keys that are in step, however often it is pushed, and by whom', async () => {
    const { buyer, gate, stranger } = await load();
    await gate.mirror([keyOf(buyer)]);
    await expect(gate.connect(stranger).mirror([keyOf(buyer), keyOf(buyer)])).to.not.emit(gate, 'SenderAllowed');
  });

  it('fills gas money up to what is usual when there is less than half of it, and only for who may send', async () => {
    const world = await load();
    const { buyer, gate, stranger } = world;
    await networkHelpers.setBalance(keyOf(buyer), GAS_MONEY / 2n);
    await expect(gate.mirror([keyOf(buyer)])).to.not.emit(gate, 'GasMoneySent');
    await networkHelpers.setBalance(keyOf(buyer), GAS_MONEY / 2n - 1n);
    await networkHelpers.setBalance(stranger.address, 0n);
    await expect(gate.mirror([keyOf(buyer), stranger.address]))
      .to.emit(gate, 'GasMoneySent')
      .withArgs(keyOf(buyer), GAS_MONEY / 2n + 1n);
    expect(await ethers.provider.getBalance(keyOf(buyer))).to.equal(GAS_MONEY);
    expect(await ethers.provider.getBalance(stranger.address)).to.equal(0n);
  });

  it('lets in also when it has no gas money left', async () => {
    const { buyer, gate, rival, standing } = await load();
    await networkHelpers.setBalance(await gate.getAddress(), 1n);
    await networkHelpers.setBalance(keyOf(rival), 0n);
    await expect(gate.mirror([keyOf(rival), keyOf(buyer)])).to.not.emit(gate, 'GasMoneySent');
    expect([await standing(keyOf(rival)), await standing(keyOf(buyer))]).to.deep.equal([ENABLED, ENABLED]);
  });

  it("hears a suspended member's key while a recovery of that member is pending", async () => {
    const world = await load();
    const { buyer, founder, gate, ledger, standing } = world;
    await gate.mirror([keyOf(buyer)]);
    await suspend(world, buyer);
    await gate.mirror([keyOf(buyer)]);
    expect(await standing(keyOf(buyer))).to.equal(0n);
    const key = spareKey(world);
    const consent = { memberId: buyer.memberId, key: key.address, roles: ALL_ROLES, nonce: 0n, deadline: FAR };
    const signature = await signKeyBinding(key, world.deployment, consent);
    await ledger.members.connect(founder).startRecovery(buyer.memberId, key, 0, FAR, signature);
    await gate.mirror([keyOf(buyer)]);
    expect(await standing(keyOf(buyer))).to.equal(ENABLED);
    await ledger.members.connect(buyer.key).vetoRecovery();
    await gate.mirror([keyOf(buyer)]);
    expect(await standing(keyOf(buyer))).to.equal(0n);
  });
});
