import { expect } from 'chai';
import { id, ZeroHash } from 'ethers';
import { connectLedger, mine } from '../../sdk/ledger.js';
import { type Order, orderNonce, signAuthorization, signPermit } from '../../sdk/orders.js';
import {
  admitKey,
  buy,
  DAY,
  FUNDS,
  ledgerFixture,
  networkHelpers,
  register,
  sell,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

const PRICE = 10_007n;
const FAR = 2n ** 40n;

/** An offer, and a buyer that has approved nothing. */
async function ordersFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const data = await register(world.works);
  const offerId = await sell(world.works, data, { price: PRICE, period: 30 * DAY });
  await mine(world.buyer.ledger.token.approve(world.deployment.contracts.AccessMarket, 0));
  const order: Order = { grantId: 0, offerId, versionId: 1, units: 0 };
  return { ...world, data, offerId, order, market: world.buyer.ledger.market, token: world.ledger.token };
}

type Orders = Awaited<ReturnType<typeof ordersFixture>>;

async function authorizationOf(world: Orders, changes: object = {}) {
  const { ledger, buyer, order } = world;
  const terms = { order, price: PRICE, memberId: buyer.memberId, salt: ZeroHash, validAfter: 0n, validBefore: FAR, ...changes };
  return signAuthorization(ledger, buyer.key, terms);
}

describe('AccessMarket.acceptWithPermit', () => {
  it('buys in one transaction without an approval before', async () => {
    const { market, ledger, token, buyer, order, deployment } = await networkHelpers.loadFixture(ordersFixture);
    const permit = await signPermit(ledger, buyer.key, PRICE, FAR);
    await expect(market.acceptWithPermit(order, permit))
      .to.emit(market, 'AccessPurchased')
      .withArgs(1, buyer.memberId, order.offerId, 1, 1, PRICE, 0);
    expect(await token.balanceOf(buyer.key.address)).to.equal(FUNDS - PRICE);
    expect(await token.allowance(buyer.key.address, deployment.contracts.AccessMarket)).to.equal(0);
  });

  it('buys when somebody has sent the permit ahead', async () => {
    const { market, ledger, token, buyer, stranger, order, deployment } = await networkHelpers.loadFixture(ordersFixture);
    const permit = await signPermit(ledger, buyer.key, PRICE, FAR);
    const { value, deadline, v, r, s } = permit;
    const spender = deployment.contracts.AccessMarket;
    await mine(token.connect(stranger).permit(buyer.key.address, spender, value, deadline, v, r, s));
    await expect(market.acceptWithPermit(order, permit)).to.emit(market, 'AccessPurchased');
  });

  it('reverts when the permit fails and nothing is allowed', async () => {
    const { market, ledger, token, rival, order, deployment } = await networkHelpers.loadFixture(ordersFixture);
    const stolen = await signPermit(ledger, rival.key, PRICE, FAR);
    await expect(market.acceptWithPermit(order, stolen))
      .to.be.revertedWithCustomError(token, 'ERC20InsufficientAllowance')
      .withArgs(deployment.contracts.AccessMarket, 0, PRICE);
  });

  it('takes the value of the permit as the maximum price', async () => {
    const { market, ledger, buyer, order } = await networkHelpers.loadFixture(ordersFixture);
    await expect(market.acceptWithPermit(order, await signPermit(ledger, buyer.key, PRICE - 1n, FAR)))
      .to.be.revertedWithCustomError(market, 'AccessMarket_PriceAboveMaximum')
      .withArgs(PRICE, PRICE - 1n);
  });

  it('renews', async () => {
    const { market, ledger, buyer, order, deployment } = await networkHelpers.loadFixture(ordersFixture);
    await mine(buyer.ledger.token.approve(deployment.contracts.AccessMarket, PRICE));
    const grantId = await buy(buyer, order.offerId, 1);
    await expect(market.acceptWithPermit({ ...order, grantId }, await signPermit(ledger, buyer.key, PRICE, FAR)))
      .to.emit(market, 'AccessRenewed')
      .withArgs(grantId, buyer.memberId, order.offerId, 1, 1, PRICE, 0);
  });
});

describe('AccessMarket.acceptWithAuthorization', () => {
  it('buys for the payer’s member, whoever sends it, and holds nothing back', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, token, ledger, buyer, stranger, order, deployment } = world;
    const authorization = await authorizationOf(world);
    await expect(market.connect(stranger).acceptWithAuthorization(order, authorization))
      .to.emit(market, 'AccessPurchased')
      .withArgs(1, buyer.memberId, order.offerId, 1, 1, PRICE, 0);
    expect(await token.balanceOf(buyer.key.address)).to.equal(FUNDS - PRICE);
    expect(await token.balanceOf(deployment.contracts.AccessMarket)).to.equal(0);
    expect((await ledger.revenue.books()).tracked).to.equal(PRICE);
    expect((await ledger.grants.grantOf(1)).memberId).to.equal(buyer.memberId);
  });

  it('buys once: the same signature is refused, a second salt buys again', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, token, buyer, order } = world;
    const authorization = await authorizationOf(world);
    await market.acceptWithAuthorization(order, authorization);
    const nonce = await market.orderNonce(order, buyer.memberId, ZeroHash);
    await expect(market.acceptWithAuthorization(order, authorization))
      .to.be.revertedWithCustomError(token, 'ERC3009UsedAuthorization')
      .withArgs(buyer.key.address, nonce);
    await market.acceptWithAuthorization(order, await authorizationOf(world, { salt: id('again') }));
    expect(await world.ledger.grants.grantCount()).to.equal(2);
  });

  it('binds the signature to every part of the order', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, token, works, data, order } = world;
    const authorization = await authorizationOf(world);
    const same = await sell(works, data, { price: PRICE, period: 30 * DAY });
    const units = await sell(works, data, { price: PRICE, units: 1 });
    for (const other of [
      { ...order, offerId: same },
      { ...order, grantId: 1 },
      { ...order, versionId: 2 },
      { ...order, offerId: units, units: 1 },
    ]) {
      await expect(market.acceptWithAuthorization(other, authorization)).to.be.revertedWithCustomError(
        token,
        'ERC3009InvalidSignature',
      );
    }
    await expect(market.acceptWithAuthorization(order, { ...authorization, salt: id('other') })).to.be.revertedWithCustomError(
      token,
      'ERC3009InvalidSignature',
    );
    expect(await world.ledger.grants.grantCount()).to.equal(0);
  });

  it('is signed over exactly the price: neither more nor less is taken', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, token, order } = world;
    for (const price of [PRICE - 1n, PRICE + 1n]) {
      await expect(market.acceptWithAuthorization(order, await authorizationOf(world, { price }))).to.be.revertedWithCustomError(
        token,
        'ERC3009InvalidSignature',
      );
    }
  });

  it('buys for another member than the payer’s by no signature', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, token, rival, order } = world;
    const forRival = await authorizationOf(world, { memberId: rival.memberId });
    await expect(market.connect(rival.key).acceptWithAuthorization(order, forRival)).to.be.revertedWithCustomError(
      token,
      'ERC3009InvalidSignature',
    );
  });

  it('needs a signature also where nothing is to be paid', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, token, works, rival, buyer, data, order } = world;
    const free = { ...order, offerId: await sell(works, data, { price: 0n }) };
    const details = { memberId: buyer.memberId, salt: ZeroHash, validAfter: 0n, validBefore: FAR };
    const byRival = await signAuthorization(world.ledger, rival.key, { ...details, order: free, price: 0n });
    const unsigned = { ...byRival, from: buyer.key.address };
    await expect(market.acceptWithAuthorization(free, unsigned)).to.be.revertedWithCustomError(token, 'ERC3009InvalidSignature');
    const signed = await authorizationOf(world, { order: free, price: 0n });
    await expect(market.acceptWithAuthorization(free, signed)).to.emit(market, 'AccessPurchased');
  });

  it('is not spent by anybody but the market: the tokens never leave without the grant', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, token, buyer, stranger, order } = world;
    const { v, r, s } = await authorizationOf(world);
    const nonce = await market.orderNonce(order, buyer.memberId, ZeroHash);
    const to = await market.getAddress();
    const spending = token.connect(stranger).receiveWithAuthorization(buyer.key.address, to, PRICE, 0, FAR, nonce, v, r, s);
    await expect(spending).to.be.revertedWithCustomError(token, 'ERC20InvalidReceiver').withArgs(to);
    await expect(
      token.connect(stranger).transferWithAuthorization(buyer.key.address, to, PRICE, 0, FAR, nonce, v, r, s),
    ).to.be.revertedWithCustomError(token, 'ERC3009InvalidSignature');
  });

  it('reverts before its time and after it', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, token, order } = world;
    const now = BigInt(await networkHelpers.time.latest());
    for (const times of [
      { validAfter: now + 1000n, validBefore: FAR },
      { validAfter: 0n, validBefore: now },
    ]) {
      await expect(market.acceptWithAuthorization(order, await authorizationOf(world, times))).to.be.revertedWithCustomError(
        token,
        'ERC3009InvalidAuthorizationTime',
      );
    }
  });

  it('asks the payer’s key and member as a purchase does', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, ledger, buyer, order, deployment } = world;
    const seller = spareKey(world);
    const memberId = await admitKey(world, seller, 0b10111n);
    const details = { order, price: PRICE, memberId, salt: ZeroHash, validAfter: 0n, validBefore: FAR };
    const wrong = await signAuthorization(connectLedger(deployment, seller), seller, details);
    await expect(market.acceptWithAuthorization(order, wrong))
      .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_KeyLacksRole')
      .withArgs(seller.address, 3);
    const authorization = await authorizationOf(world);
    await suspend(world, buyer);
    await expect(market.acceptWithAuthorization(order, authorization))
      .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_MemberNotActive')
      .withArgs(buyer.memberId);
  });

  it('is worthless on another chain and at another market', async () => {
    const world = await networkHelpers.loadFixture(ordersFixture);
    const { market, buyer, order } = world;
    const here = await market.orderNonce(order, buyer.memberId, ZeroHash);
    const at = { chainId: 31_337n, market: await market.getAddress() };
    expect(orderNonce(at, order, buyer.memberId, ZeroHash)).to.equal(here);
    const far = { ...at, chainId: 1n };
    expect(orderNonce(far, order, buyer.memberId, ZeroHash)).not.to.equal(here);
    const { AccessMarket__factory } = (await import('../../types/index.js')).factories.contracts;
    const { members, datasets, grants, revenue } = world.ledger;
    const other = await new AccessMarket__factory(world.founder).deploy(members, datasets, grants, revenue);
    expect(await other.orderNonce(order, buyer.memberId, ZeroHash)).not.to.equal(here);
    const authorization = await authorizationOf(world);
    await mine(other.connect(world.works.key).openOffer({ termsId: 1, price: PRICE, period: 0, units: 0, buyer: 0, seats: 0 }));
    await expect(other.acceptWithAuthorization(order, authorization)).to.be.revertedWithCustomError(
      world.token,
      'ERC3009InvalidSignature',
    );
  });
});
