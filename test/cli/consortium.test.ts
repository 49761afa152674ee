import { expect } from 'chai';
import { Wallet } from 'ethers';
import { keepKey } from '../../cli/keys.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { caughtUp, codeOf } from './live-cli.js';

const DAY = 86_400;
const DELAY = 5 * DAY;

describe('genba consortium', function () {
  this.timeout(240_000);
  let live: LiveLedger;
  const feeBps = async () => Number((await live.ledger.revenue.books()).feeBps);

  before(async () => {
    live = await startLiveLedger();
    await live.json(['key', 'new', 'chief', '--no-password']);
    await live.json(['key', 'new', 'clerk', '--no-password']);
  });
  after(() => live.close());

  it('shows books, fee, market, and the roles of a key', async () => {
    const shown = await live.json<{ data: Record<string, unknown> }>(['consortium', 'show'], 'office');
    expect(shown.data).to.deep.include({ consortium: 1, rise: null, successors: {} });
    expect(shown.data.market).to.deep.equal({ address: live.deployment.contracts.AccessMarket, number: 1, closed: false });
    expect((shown.data.roles as { role: string }[]).map((one) => one.role)).to.deep.equal([
      'admin',
      'notary',
      'office',
      'issuer',
      'auditor',
    ]);
    expect((await live.cli(['consortium', 'show'])).stdout).to.include('fee        1 %, to member 1');
  });

  it('asks for no password to say which roles a key holds', async () => {
    await keepKey(live.folder, 'locked', new Wallet(Wallet.createRandom().privateKey), 'a password that nobody is asked for');
    const shown = await live.json<{ data: { roles: unknown[] } }>(['consortium', 'show'], 'locked');
    expect(shown.data.roles).to.deep.equal([]);
  });

  it('lowers the fee at once, and raises it after seven days', async () => {
    await live.json(['consortium', 'fee', '0.5'], 'office');
    expect(await feeBps()).to.equal(50);
    expect(await codeOf(live, ['consortium', 'apply-fee'], 'office')).to.equal('RevenueLedger_NoRiseDue');
    const { from } = await live.json<{ from: number }>(['consortium', 'fee', '2%'], 'office');
    expect((await live.ledger.revenue.governance()).from).to.equal(BigInt(from));
    expect(await feeBps()).to.equal(50);
    await live.passTime(7 * DAY);
    expect(await live.json(['consortium', 'apply-fee'], 'clerk')).to.include({ feeBps: 200 });
    expect(await feeBps()).to.equal(200);
    expect(await codeOf(live, ['consortium', 'fee', '6%'], 'office')).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['consortium', 'fee', '1%'], 'clerk')).to.equal('AccessManagedUnauthorized');
  });

  it('announces the acts of a delayed admin, and does them when they are due', async () => {
    const chief = (await live.wallet('chief')).address;
    await live.json(['consortium', 'grant-role', 'admin', chief, '--delay-seconds', String(DELAY)], 'office');
    const fee = ['consortium', 'fee', '0.1%'];
    const announced = await live.json<{ state: string; from: number }>(fee, 'chief');
    expect(announced.state).to.equal('announced');
    expect(await codeOf(live, fee, 'chief')).to.equal('AccessManagerNotReady');
    await live.passTime(DELAY);
    expect(await feeBps()).to.equal(200);
    expect(await live.json(fee, 'chief')).to.include({ state: 'done', feeBps: 10 });
    expect(await feeBps()).to.equal(10);
  });

  it('takes back what was announced', async () => {
    const member = ['consortium', 'member', '1'];
    expect(await codeOf(live, [...member, '--cancel'], 'chief')).to.equal('NOT_ANNOUNCED');
    expect(await live.json(member, 'chief')).to.include({ state: 'announced' });
    expect(await live.json([...member, '--cancel'], 'chief')).to.include({ state: 'cancelled' });
    await live.passTime(DELAY);
    expect(await live.json(member, 'chief')).to.include({ state: 'announced' });
  });

  it('gives roles to keys and takes them', async () => {
    const clerk = (await live.wallet('clerk')).address;
    const suspend = ['member', 'suspend', '1', '--reason', 'a trial'];
    expect(await codeOf(live, suspend, 'clerk')).to.equal('AccessManagedUnauthorized');
    await live.json(['consortium', 'grant-role', 'office', clerk], 'office');
    await live.json(suspend, 'clerk');
    await live.json(['member', 'reinstate', '1'], 'clerk');
    await live.json(['consortium', 'revoke-role', 'office', clerk], 'office');
    expect(await codeOf(live, suspend, 'clerk')).to.equal('AccessManagedUnauthorized');
    expect(await codeOf(live, ['consortium', 'grant-role', 'king', clerk], 'office')).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['consortium', 'grant-role', 'office', clerk, '--delay-seconds', 'x'], 'office')).to.equal(
      'BAD_ARGUMENT',
    );
  });

  it('adds and closes markets, in both places', async () => {
    const market = (await live.wallet('clerk')).address;
    await live.json(['consortium', 'add-market', market, '--in', 'grants', '--yes'], 'office');
    await live.json(['consortium', 'add-market', market, '--in', 'revenue', '--yes'], 'office');
    expect((await live.ledger.grants.marketOf(market)).number).to.equal(2n);
    expect(await live.ledger.revenue.isMarket(market)).to.equal(true);
    expect(await codeOf(live, ['consortium', 'close-market', market, '--in', 'grants'], 'office')).to.equal(
      'CONFIRMATION_MISSING',
    );
    await live.json(['consortium', 'close-market', market, '--in', 'grants', '--yes'], 'office');
    await live.json(['consortium', 'close-market', market, '--in', 'revenue', '--yes'], 'office');
    expect((await live.ledger.grants.marketOf(market)).closed).to.equal(true);
    expect(await live.ledger.revenue.isMarket(market)).to.equal(false);
    const again = ['consortium', 'close-market', market, '--in', 'grants', '--yes'];
    expect(await codeOf(live, again, 'office')).to.equal('AccessGrants_MarketUnusable');
  });

  it('makes a contract known, and names a successor for ever', async () => {
    const { AccessManager, MemberRegistry } = live.deployment.contracts;
    const fresh = (await live.wallet('chief')).address;
    await live.json(['consortium', 'add-contract', AccessManager], 'office');
    const follow = ['consortium', 'name-successor', 'datasets'];
    expect(await codeOf(live, [...follow, fresh, '--yes'], 'office')).to.equal('Succession_Unusable');
    expect(await codeOf(live, [...follow, MemberRegistry], 'office')).to.equal('CONFIRMATION_MISSING');
    await live.json([...follow, MemberRegistry, '--yes'], 'office');
    expect(await live.ledger.datasets.successor()).to.equal(MemberRegistry);
    await caughtUp(live);
    expect((await live.cli(['consortium', 'show'])).stdout).to.include(
      `datasets take no new entries; they are made in ${MemberRegistry}`,
    );
  });
});
