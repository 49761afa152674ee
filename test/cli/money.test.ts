import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { ZeroAddress } from 'ethers';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { caughtUp, codeOf, refusal } from './live-cli.js';

const HOUR = 3600;

interface List {
  data: Record<string, unknown>[];
}

describe('genba token and payout', function () {
  this.timeout(240_000);
  let live: LiveLedger;
  let works: number;
  const addressOf = async (key: string) => (await live.wallet(key)).address;
  const balanceOf = async (key: string) => live.ledger.token.balanceOf(await addressOf(key));
  const accountOf = async () => (await live.ledger.members.payoutFor(works, ZeroAddress)).account;

  before(async () => {
    live = await startLiveLedger();
    works = await admitCompany(live, 'works', 'Works');
    await admitCompany(live, 'buyer', 'Buyer');
    await live.json(['key', 'new', 'till', '--no-password']);
    const file = path.join(live.folder, 'data');
    writeFileSync(file, 'data');
    await live.json(['dataset', 'register', file, '--no-metadata'], 'works');
    await live.json(['offer', 'open', '1', '--price', '1,000'], 'works');
  });
  after(() => live.close());

  describe('token', () => {
    it('moves between members, by address or member id', async () => {
      const [from, to] = [await balanceOf('buyer'), await balanceOf('works')];
      await live.json(['token', 'transfer', String(works), '1,250'], 'buyer');
      await live.json(['token', 'transfer', await addressOf('works'), '50'], 'buyer');
      expect([await balanceOf('buyer'), await balanceOf('works')]).to.deep.equal([from - 1300n, to + 1300n]);
      const stranger = ['token', 'transfer', await addressOf('till'), '1'];
      expect(await codeOf(live, stranger, 'buyer')).to.equal('SettlementToken_ReceiverUnknown');
      expect(await codeOf(live, ['token', 'transfer', '99', '1'], 'buyer')).to.equal('NOT_FOUND');
      expect(await codeOf(live, ['token', 'transfer', 'nobody', '1'], 'buyer')).to.equal('BAD_ARGUMENT');
      const poor = await refusal(live, ['token', 'transfer', String(works), '999,999,999'], 'buyer');
      expect(poor).to.include({ code: 'ERC20InsufficientBalance' });
      expect(poor.message).to.include('999,999,999 KRW');
    });

    it('says what somebody holds', async () => {
      const own = await live.json(['token', 'balance'], 'works');
      expect(own).to.include({ address: await addressOf('works'), balance: String(await balanceOf('works')), allowance: '0' });
      expect(await live.json(['token', 'balance', String(works)])).to.deep.equal(own);
      expect(await codeOf(live, ['token', 'balance'])).to.equal('BAD_ARGUMENT');
    });

    it('lets the market take an amount, and nothing more', async () => {
      const allowed = async () => live.ledger.token.allowance(await addressOf('works'), live.deployment.contracts.AccessMarket);
      await live.json(['token', 'approve', '70'], 'works');
      expect(await allowed()).to.equal(70n);
      expect((await live.cli(['token', 'balance'], 'works')).stdout).to.include('the market may take 70 KRW');
      await live.json(['token', 'approve', '0'], 'works');
      expect(await allowed()).to.equal(0n);
    });

    it('is issued and taken back by the issuer only', async () => {
      const supply = await live.ledger.token.totalSupply();
      await live.json(['token', 'mint', '1', '500'], 'office');
      expect(await live.ledger.token.totalSupply()).to.equal(supply + 500n);
      await live.json(['token', 'burn', '200'], 'office');
      expect(await live.ledger.token.totalSupply()).to.equal(supply + 300n);
      expect(await codeOf(live, ['token', 'mint', '1', '500'], 'works')).to.equal('AccessManagedUnauthorized');
      expect(await codeOf(live, ['token', 'burn', '1.5'], 'office')).to.equal('BAD_AMOUNT');
    });
  });

  describe('payout', () => {
    it('changes where a member is paid, 48 hours after it is announced', async () => {
      const [before, till] = [await accountOf(), await addressOf('till')];
      expect(await codeOf(live, ['payout', 'announce'], 'works')).to.equal('BAD_ARGUMENT');
      expect(await codeOf(live, ['payout', 'announce', '--account', till], 'till')).to.equal('KEY_OF_NOBODY');
      await live.json(['payout', 'announce', '--account', till], 'works');
      expect((await live.ledger.members.announcedPayoutOf(works)).account).to.equal(till);
      await live.json(['payout', 'cancel'], 'works');
      expect((await live.ledger.members.announcedPayoutOf(works)).from).to.equal(0n);

      const announced = await live.json(['payout', 'announce', '--account', till, '--minimum', '5,000'], 'works');
      expect(announced).to.include({ memberId: works, account: till, minimum: '5000' });
      expect(await codeOf(live, ['payout', 'apply'], 'works')).to.equal('MemberRegistry_NoPayoutDue');
      expect(await accountOf()).to.equal(before);
      await live.passTime(48 * HOUR);
      await live.json(['payout', 'apply', String(works)], 'buyer');
      expect(await accountOf()).to.equal(till);
      // What is not named stays as it is.
      await caughtUp(live);
      expect(await live.json(['payout', 'announce', '--minimum', '7,000'], 'works')).to.include({
        account: till,
        minimum: '7000',
      });
    });

    it('pays the own credit at once, below the minimum too', async () => {
      await live.json(['access', 'buy', '1'], 'buyer');
      expect(await live.json(['payout', 'claim'], 'works')).to.include({ amount: '0', paid: false });
      expect(await live.json(['payout', 'fees'], 'buyer')).to.include({ memberId: 1, amount: '10' });
      expect(await live.json(['payout', 'fees'], 'buyer')).to.include({ memberId: null, amount: '0' });
      await caughtUp(live);
      // The minimum keeps the credit back.
      await live.json(['payout', 'run'], 'buyer');
      expect(await balanceOf('till')).to.equal(0n);
      expect(await live.json(['payout', 'claim'], 'works')).to.include({ amount: '990', paid: true });
      expect(await balanceOf('till')).to.equal(990n);
      expect(await codeOf(live, ['payout', 'claim'], 'till')).to.equal('KEY_OF_NOBODY');
    });

    it('is listed, with what it was made of', async () => {
      await caughtUp(live);
      const rows = async (...args: string[]) => (await live.json<List>(args)).data;
      const paid = async (...filter: string[]) =>
        (await rows('payout', 'history', ...filter)).map((one) => [one.kind, one.amount]);
      expect(await paid()).to.deep.equal([
        ['fee', '10'],
        ['credit', '990'],
      ]);
      expect(await paid('--kind', 'credit', '--member', String(works))).to.deep.equal([['credit', '990']]);
      expect(await paid('--failed')).to.deep.equal([]);
      const [distribution] = await rows('distribution', 'list', '--dataset', '1');
      expect(distribution).to.deep.include({ tableId: 1, lines: [{ kind: 'originator', id: works, amount: '990' }] });
      expect((await rows('member', 'credits', String(works)))[0]).to.include({ datasetId: 1, amount: '990' });
      const accounts = await rows('member', 'accounts');
      expect(accounts.find((one) => (one.member as { id: number }).id === works)).to.include({ credited: '990', paid: '990' });
      expect((await live.cli(['distribution', 'list'])).stdout).to.include(`member ${works} 990 KRW`);
      const place = String(distribution?.id);
      const shown = await live.json<{ data: { lines: { amount: string }[] } }>(['distribution', 'show', place]);
      expect(shown.data.lines.map((line) => line.amount)).to.deep.equal(['990']);
      expect((await rows('purchase', 'list', '--distribution', place)).map((one) => one.gross)).to.deep.equal(['1000']);
      const [credit] = await rows('payout', 'history', '--kind', 'credit');
      const explained = await live.json<{ data: Record<string, unknown> }>(['payout', 'explain', String(credit?.id)]);
      expect(explained.data).to.include({ amount: '990', difference: '0' });
      expect(await codeOf(live, ['payout', 'explain', '1'])).to.equal('BAD_ARGUMENT');
      expect(await codeOf(live, ['distribution', 'show', '0.0'])).to.equal('NOT_FOUND');
    });

    it('is summed up', async () => {
      const { data: days } = await live.json<List>(['consortium', 'days']);
      expect(days.reduce((sum, day) => sum + Number(day.collected), 0)).to.equal(1000);
      const { data } = await live.json<{ data: Record<string, number> }>(['overview']);
      expect(data).to.include({ members: 3, datasets: 1, purchases: 1, payouts: 1 });
    });

    it('shows a run of the service', async () => {
      expect(await codeOf(live, ['payout', 'show', '1'])).to.equal('NOT_FOUND');
      await live.json(['access', 'buy', '1'], 'buyer');
      await caughtUp(live);
      await live.service.runPayouts();
      expect((await live.json<{ data: { state: string } }>(['payout', 'show', '1'])).data.state).to.equal('done');
    });
  });
});
