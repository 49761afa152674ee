import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { mine } from '../../sdk/ledger.js';
import { factories } from '../../types/index.js';
import { draftOf, ledgerFixture, networkHelpers, originator } from '../support/contracts-fixture.js';

describe('settlement tokens of 0, 6 and 18 decimals', () => {
  for (const decimals of [0, 6, 18]) {
    it(`${decimals}: a trade of a hundred million tokens and one base unit is divided to the unit`, async () => {
      const world = await networkHelpers.loadFixture(ledgerFixture);
      const { founder, admin, deployment, works, parts, models, buyer, ledger, manager, issuer } = world;
      const { AccessManager, MemberRegistry, DatasetRegistry, AccessGrants } = deployment.contracts;
      const { SettlementToken__factory, RevenueLedger__factory, AccessMarket__factory } = factories.contracts;
      const token = await new SettlementToken__factory(founder).deploy(AccessManager, MemberRegistry, 'Won', 'KRW', decimals);
      const revenue = await new RevenueLedger__factory(founder).deploy(
        AccessManager,
        MemberRegistry,
        DatasetRegistry,
        token,
        100,
      );
      const market = await new AccessMarket__factory(founder).deploy(MemberRegistry, DatasetRegistry, AccessGrants, revenue);
      for (const contract of [revenue, market, token]) await mine(ledger.members.connect(admin).addSystemContract(contract));
      await mine(ledger.grants.connect(admin).addMarket(market));
      await mine(revenue.connect(admin).addMarket(market));
      const mint = token.interface.getFunction('mint').selector;
      await mine(manager.setTargetFunctionRole(token, [mint], 3) as never);

      const price = 10n ** BigInt(8 + decimals) + 1n;
      await mine(token.connect(issuer).mint(buyer.key.address, price));
      await mine(token.connect(buyer.key).approve(market, price));
      const payees = [works, models, parts].map((one, i) => originator(one.memberId, i === 0 ? 3_334 : 3_333));
      await mine(works.ledger.datasets.register(draftOf(payees)));
      await mine(works.ledger.grants.writeTerms(1, 1, 1, 0, 1, ZeroHash));
      await mine(market.connect(works.key).openOffer({ termsId: 1, price, period: 0, units: 0, buyer: 0, seats: 0 }));
      await mine(market.connect(buyer.key).purchase(1, 1, 0, price));
      await mine(revenue.distribute([1]));
      const net = price - price / 100n;
      const credits = await Promise.all([works, models, parts].map((one) => revenue.accountOf(one.memberId)));
      expect(credits.map((one) => one.total)).to.deep.equal([
        (net * 3_334n) / 10_000n,
        (net * 3_333n) / 10_000n,
        (net * 3_333n) / 10_000n,
      ]);
      expect(net - credits.reduce((sum, one) => sum + one.total, 0n)).to.be.lessThan(3n);
      await mine(revenue.payOut([works, models, parts].map((one) => one.memberId)));
      expect(await token.balanceOf(works.payoutAccount)).to.equal((net * 3_334n) / 10_000n);
    });
  }

  it('19 decimals are refused', async () => {
    const { founder, deployment } = await networkHelpers.loadFixture(ledgerFixture);
    const { AccessManager, MemberRegistry } = deployment.contracts;
    const factory = new factories.contracts.SettlementToken__factory(founder);
    await expect(factory.deploy(AccessManager, MemberRegistry, 'Won', 'KRW', 19)).to.be.revertedWithCustomError(
      factory,
      'SettlementToken_TooManyDecimals',
    );
  });
});
