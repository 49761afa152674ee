import { expect } from 'chai';
import { ZeroAddress } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import { signKeyBinding, signTicket } from '../../sdk/signing.js';
import {
  addTill,
  buy,
  DAY,
  ledgerFixture,
  networkHelpers,
  register,
  sell,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

const PRICE = 10_007n;
const PERIOD = 30 * DAY;
const MOST = 2n ** 128n - 1n;
const FAR = 2n ** 40n - 1n;

async function soldFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const data = await register(world.works);
  const timed = await sell(world.works, data, { price: PRICE, period: PERIOD });
  const counted = await sell(world.works, data, { price: 7n, units: 10 });
  const forever = await sell(world.works, data, { price: PRICE });
  const grantId = await buy(world.buyer, timed, 1);
  const { start, end } = await world.ledger.grants.grantOf(grantId);
  return {
    ...world,
    data,
    offers: { timed, counted, forever },
    grantId,
    start: Number(start),
    end: Number(end),
    market: world.works.ledger.market,
    token: world.ledger.token,
    grants: world.ledger.grants,
  };
}

describe('AccessMarket.endEarly', () => {
  for (const [used, refund] of [
    [1, PRICE],
    [PERIOD / 2, 5_004n],
    [PERIOD / 3, 6_672n],
    [PERIOD - 1, 1n],
  ] as const) {
    it(`pays back ${refund} of ${PRICE} after ${used} of ${PERIOD} seconds: the unearned part, rounded up`, async () => {
      const { market, token, grants, works, buyer, grantId, start, end } = await networkHelpers.loadFixture(soldFixture);
      await networkHelpers.time.setNextBlockTimestamp(start + used);
      const exact = (PRICE * BigInt(end - start - used) + BigInt(PERIOD) - 1n) / BigInt(PERIOD);
      expect(exact).to.equal(refund);
      const before = await token.balanceOf(works.key.address);
      const sending = market.endEarly(grantId, MOST);
      await expect(sending)
        .to.emit(market, 'AccessRefunded')
        .withArgs(grantId, buyer.memberId, works.memberId, buyer.payoutAccount, refund);
      await expect(sending)
        .to.emit(grants, 'GrantEnded')
        .withArgs(grantId, buyer.memberId, 0, start + used);
      await expect(sending)
        .to.emit(grants, 'TokenExpiryUpdated')
        .withArgs(grantId, start, start + used);
      expect(await token.balanceOf(works.key.address)).to.equal(before - refund);
      expect(await token.balanceOf(buyer.payoutAccount)).to.equal(refund);
    });
  }

  it('pays back for all periods that were paid', async () => {
    const { market, buyer, offers, grantId, start } = await networkHelpers.loadFixture(soldFixture);
    await mine(buyer.ledger.market.renew(grantId, offers.timed, 1, 0, PRICE));
    await networkHelpers.time.setNextBlockTimestamp(start + PERIOD);
    await expect(market.endEarly(grantId, MOST))
      .to.emit(market, 'AccessRefunded')
      .withArgs(grantId, buyer.memberId, 2, buyer.payoutAccount, PRICE);
  });

  it('pays back by units where they are counted, and takes them away', async () => {
    const world = await networkHelpers.loadFixture(soldFixture);
    const { market, grants, works, buyer, offers, deployment } = world;
    const grantId = await buy(buyer, offers.counted, 1, 30);
    const said = { grantId, units: 11, key: buyer.key.address, deadline: FAR };
    const ticket = { ...said, signature: await signTicket(buyer.key, deployment, said) };
    await mine(grants.consume([ticket]));
    expect(await market.unearnedOf(grantId)).to.equal(14n);
    await expect(market.endEarly(grantId, 14n))
      .to.emit(market, 'AccessRefunded')
      .withArgs(grantId, buyer.memberId, works.memberId, buyer.payoutAccount, 14n);
    expect((await grants.grantOf(grantId)).units).to.equal(11);
    const more = { ...said, units: 12 };
    await expect(grants.consume([{ ...more, signature: await signTicket(buyer.key, deployment, more) }]))
      .to.be.revertedWithCustomError(grants, 'AccessGrants_TooFewUnits')
      .withArgs(grantId, 11, 12);
  });

  it('pays all of it back for access without end', async () => {
    const { market, buyer, works, offers } = await networkHelpers.loadFixture(soldFixture);
    const grantId = await buy(buyer, offers.forever, 1);
    await networkHelpers.time.increase(1000 * DAY);
    await expect(market.endEarly(grantId, MOST))
      .to.emit(market, 'AccessRefunded')
      .withArgs(grantId, buyer.memberId, works.memberId, buyer.payoutAccount, PRICE);
  });

  it('moves nothing that is distributed, and nothing of the ledger', async () => {
    const { market, ledger, works, grantId } = await networkHelpers.loadFixture(soldFixture);
    await mine(ledger.revenue.distribute([1]));
    const before = await Promise.all([ledger.revenue.books(), ledger.revenue.accountOf(works.memberId)]);
    await mine(market.endEarly(grantId, MOST));
    expect(await Promise.all([ledger.revenue.books(), ledger.revenue.accountOf(works.memberId)])).to.deep.equal(before);
  });

  it('ends the right at once', async () => {
    const { market, grants, buyer, grantId } = await networkHelpers.loadFixture(soldFixture);
    await mine(market.endEarly(grantId, MOST));
    const now = await networkHelpers.time.latest();
    expect(await grants.allows(grantId, buyer.memberId, 1, 0, 0, now)).to.deep.equal([5n, 0n]);
    expect(await grants.isTokenExpired(grantId)).to.equal(true);
    expect(await market.unearnedOf(grantId)).to.equal(0);
    await expect(market.endEarly(grantId, MOST)).to.be.revertedWithCustomError(grants, 'AccessGrants_Ended');
  });

  it('reverts above the maximum, and without the seller’s allowance', async () => {
    const { market, token, works, grantId, deployment } = await networkHelpers.loadFixture(soldFixture);
    await expect(market.endEarly(grantId, PRICE - 1n))
      .to.be.revertedWithCustomError(market, 'AccessMarket_RefundAboveMaximum')
      .withArgs(PRICE, PRICE - 1n);
    await mine(works.ledger.token.approve(deployment.contracts.AccessMarket, 0));
    await expect(market.endEarly(grantId, MOST)).to.be.revertedWithCustomError(token, 'ERC20InsufficientAllowance');
  });

  it('is the new owner’s after a transfer, who pays', async () => {
    const { market, ledger, works, models, buyer, data, grantId } = await networkHelpers.loadFixture(soldFixture);
    const fingerprint = await ledger.datasets.getStateFingerprint(data.datasetId);
    await mine(works.ledger.datasets.transferUnchanged(data.datasetId, models.memberId, fingerprint));
    await expect(market.endEarly(grantId, MOST))
      .to.be.revertedWithCustomError(market, 'AccessMarket_NotTheOwner')
      .withArgs(grantId, works.memberId);
    await expect(models.ledger.market.endEarly(grantId, MOST))
      .to.emit(market, 'AccessRefunded')
      .withArgs(grantId, buyer.memberId, models.memberId, buyer.payoutAccount, PRICE);
  });

  it('reverts for a grant of another market, and for none', async () => {
    const world = await networkHelpers.loadFixture(soldFixture);
    const till = await addTill(world);
    await mine(world.grants.connect(till).issue(world.buyer.memberId, 1, 1, 1, DAY, 0));
    await expect(world.market.endEarly(2, MOST))
      .to.be.revertedWithCustomError(world.grants, 'AccessGrants_OfAnotherMarket')
      .withArgs(2, 2);
    await expect(world.grants.connect(till).endEarly(1))
      .to.be.revertedWithCustomError(world.grants, 'AccessGrants_OfAnotherMarket')
      .withArgs(1, 1);
    for (const none of [0, 3]) {
      await expect(world.market.endEarly(none, MOST))
        .to.be.revertedWithCustomError(world.grants, 'AccessGrants_OfAnotherMarket')
        .withArgs(none, 0);
    }
  });

  it('pays a suspended holder, and goes on through a closed offer and a closed market', async () => {
    const world = await networkHelpers.loadFixture(soldFixture);
    const { market, works, admin, grants, ledger, buyer, offers, grantId, deployment } = world;
    await mine(works.ledger.market.closeOffer(offers.timed));
    await mine(grants.connect(admin).closeMarket(deployment.contracts.AccessMarket));
    await mine(ledger.revenue.connect(admin).closeMarket(deployment.contracts.AccessMarket));
    await suspend(world, buyer);
    await expect(market.endEarly(grantId, MOST)).to.emit(market, 'AccessRefunded');
  });

  it('reverts when the holder can’t be paid: its payout account is a revoked key', async () => {
    const world = await networkHelpers.loadFixture(soldFixture);
    const { market, ledger, buyer, stranger, grantId } = world;
    await mine(buyer.ledger.members.announcePayout(buyer.key.address, 0));
    await networkHelpers.time.increase(2 * DAY);
    await mine(ledger.members.connect(stranger).applyPayout(buyer.memberId));
    const key = spareKey(world);
    const consent = { memberId: buyer.memberId, key: key.address, roles: 1n, nonce: 0n, deadline: FAR };
    await mine(buyer.ledger.members.addKey(key.address, 1n, 0, FAR, await signKeyBinding(key, world.deployment, consent)));
    await mine(ledger.members.connect(key).revokeKey(buyer.key.address));
    await expect(market.endEarly(grantId, MOST))
      .to.be.revertedWithCustomError(market, 'AccessMarket_NoPayoutAccount')
      .withArgs(buyer.memberId);
    expect(await ledger.grants.isTokenExpired(grantId)).to.equal(false);
  });
});

describe('AccessGrants.giveUp', () => {
  it('ends the right at once and moves no money', async () => {
    const { grants, token, buyer, grantId } = await networkHelpers.loadFixture(soldFixture);
    const sending = grants.connect(buyer.key).giveUp(grantId);
    await expect(sending).to.emit(grants, 'GrantEnded');
    await expect(sending).not.to.emit(token, 'Transfer');
    expect(await grants.isTokenExpired(grantId)).to.equal(true);
    await expect(grants.connect(buyer.key).giveUp(grantId)).to.be.revertedWithCustomError(grants, 'AccessGrants_Ended');
  });

  it('reverts for what another member holds, and for what does not exist', async () => {
    const { grants, rival, grantId } = await networkHelpers.loadFixture(soldFixture);
    for (const id of [grantId, 0, 99]) {
      await expect(grants.connect(rival.key).giveUp(id))
        .to.be.revertedWithCustomError(grants, 'AccessGrants_NotTheHolder')
        .withArgs(id, rival.memberId);
    }
  });
});

describe('closing a market', () => {
  it('stops sales and renewals, once', async () => {
    const { grants, ledger, admin, buyer, offers, grantId, deployment } = await networkHelpers.loadFixture(soldFixture);
    const { AccessMarket } = deployment.contracts;
    const [ofGrants, ofLedger] = [grants.connect(admin), ledger.revenue.connect(admin)];
    await expect(ofGrants.closeMarket(AccessMarket)).to.emit(grants, 'MarketClosed').withArgs(AccessMarket, 1);
    expect(await grants.marketOf(AccessMarket)).to.deep.equal([1n, true]);
    const { market } = buyer.ledger;
    for (const act of [market.purchase(offers.timed, 1, 0, PRICE), market.renew(grantId, offers.timed, 1, 0, PRICE)]) {
      await expect(act).to.be.revertedWithCustomError(grants, 'AccessGrants_NotAMarket').withArgs(AccessMarket);
    }
    await expect(ofLedger.closeMarket(AccessMarket)).to.emit(ledger.revenue, 'RevenueMarketClosed').withArgs(AccessMarket);
    expect(await ledger.revenue.isMarket(AccessMarket)).to.equal(false);
    await expect(ofGrants.closeMarket(AccessMarket)).to.be.revertedWithCustomError(grants, 'AccessGrants_MarketUnusable');
    await expect(ofGrants.addMarket(AccessMarket)).to.be.revertedWithCustomError(grants, 'AccessGrants_MarketUnusable');
    await expect(ofLedger.addMarket(ZeroAddress)).to.be.revertedWithCustomError(ledger.revenue, 'RevenueLedger_MarketUnusable');
    await expect(ofLedger.closeMarket(AccessMarket))
      .to.be.revertedWithCustomError(ledger.revenue, 'RevenueLedger_MarketUnusable')
      .withArgs(AccessMarket);
  });
});
