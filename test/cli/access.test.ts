import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { caughtUp, codeOf, refusal } from './live-cli.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const DAY = 86_400;

interface List {
  data: Record<string, unknown>[];
}

/** Offer 1 counts units; offer 2 sells ten days. */
describe('genba access, purchase and refund', function () {
  this.timeout(240_000);
  let live: LiveLedger;
  let buyer: number;
  const at = (name: string) => path.join(live.folder, name);
  const balanceOf = async (key: string) => live.ledger.token.balanceOf((await live.wallet(key)).address);
  const allowanceOf = async (key: string) =>
    live.ledger.token.allowance((await live.wallet(key)).address, live.deployment.contracts.AccessMarket);
  const grantOf = (id: number) => live.ledger.grants.grantOf(id);

  before(async () => {
    live = await startLiveLedger();
    await admitCompany(live, 'works', 'Works');
    buyer = await admitCompany(live, 'buyer', 'Buyer');
    writeFileSync(at('data'), 'data');
    await live.json(['dataset', 'register', at('data'), '--no-metadata'], 'works');
    await live.json(['offer', 'open', '1', '--price', '100', '--units', '10'], 'works');
    await live.json(['offer', 'open', '1', '--price', '1000', '--period', '10d'], 'works');
    await live.json(['access', 'buy', '1', '--units', '20'], 'buyer');
  });
  after(() => live.close());

  it('counts signed uses once, whoever settles them', async () => {
    await live.json(['access', 'ticket', '1', '--units', '5', '--out', at('five.json')], 'buyer');
    expect(await live.json(['access', 'use', at('five.json')], 'office')).to.deep.include({
      used: [{ grantId: 1, units: 5, total: 5 }],
    });
    expect((await grantOf(1)).used).to.equal(5n);
    const ticket = await live.json(['access', 'ticket', '1', '--more', '3'], 'buyer');
    expect(ticket).to.include({ grantId: 1, units: 8 });
    writeFileSync(at('list.json'), JSON.stringify([ticket]));
    const settled = await live.json(['access', 'use', at('five.json'), at('list.json')], 'works');
    expect(settled).to.deep.include({ used: [{ grantId: 1, units: 3, total: 8 }] });
    expect((await grantOf(1)).used).to.equal(8n);
    // Overtaken: nothing more counts.
    expect(await live.json(['access', 'use', at('five.json')], 'works')).to.deep.include({
      used: [{ grantId: 1, units: 0, total: 8 }],
    });
    await caughtUp(live);
    expect((await live.cli(['access', 'show', '1'])).stdout).to.include('8 of 20 used');
  });

  it('refuses tickets that could not count', async () => {
    await live.json(['access', 'ticket', '1', '--units', '21', '--out', at('many.json')], 'buyer');
    expect(await codeOf(live, ['access', 'use', at('many.json')], 'works')).to.equal('AccessGrants_TooFewUnits');
    await live.json(['access', 'ticket', '1', '--units', '9', '--out', at('of-another.json')], 'works');
    expect(await codeOf(live, ['access', 'use', at('of-another.json')], 'works')).to.equal('AccessGrants_NotTheHoldersKey');
    const forged = readFileSync(at('five.json'), 'utf8').replace('"units": 5', '"units": 12');
    writeFileSync(at('forged.json'), forged);
    expect(await codeOf(live, ['access', 'use', at('forged.json')], 'works')).to.equal('AccessGrants_BadSignature');
    writeFileSync(at('none.json'), '{}');
    expect(await codeOf(live, ['access', 'use', at('none.json')], 'works')).to.equal('FILE_UNREADABLE');
    expect(await codeOf(live, ['access', 'ticket', '1'], 'buyer')).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['access', 'ticket', '9', '--units', '1'], 'buyer')).to.equal('NOT_FOUND');
  });

  it('lets somebody else send what the buyer has signed, once', async () => {
    const before = await balanceOf('buyer');
    const order = await live.json(['access', 'order', '2', '--out', at('order.json')], 'buyer');
    expect(order).to.deep.include({ price: '1000', order: { grantId: 0, offerId: 2, versionId: 1, units: 0 } });
    expect(await balanceOf('buyer')).to.equal(before);
    // What the file says beside the signature is nobody's word: the receipt is of what was paid.
    const file = JSON.parse(readFileSync(at('order.json'), 'utf8')) as object;
    writeFileSync(at('order.json'), JSON.stringify({ ...file, price: '1' }));
    const accepted = await live.json(['access', 'accept', at('order.json')], 'office');
    expect(accepted).to.include({ grantId: 2, memberId: buyer, price: '1000' });
    expect(await balanceOf('buyer')).to.equal(before - 1000n);
    expect(await codeOf(live, ['access', 'accept', at('order.json')], 'works')).to.equal('ERC3009UsedAuthorization');
    expect(await codeOf(live, ['access', 'ticket', '2', '--units', '1'], 'buyer')).to.equal('UNITS_NOT_COUNTED');
  });

  it('renews by a signed order too', async () => {
    const { end } = await grantOf(2);
    await live.json(['access', 'order', '--renew', '2', '--out', at('renewal.json')], 'buyer');
    await live.json(['access', 'accept', at('renewal.json')], 'works');
    expect((await grantOf(2)).end - end).to.equal(BigInt(10 * DAY));
  });

  it('signs nothing above the maximum, and nothing that is not understood', async () => {
    const dear = await refusal(live, ['access', 'order', '2', '--max', '999', '--out', at('dear.json')], 'buyer');
    expect(dear).to.include({ code: 'PRICE_ABOVE_MAXIMUM' });
    expect(await codeOf(live, ['access', 'order'], 'buyer')).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['access', 'order', '2', '--renew', '2'], 'buyer')).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['access', 'order', '9'], 'buyer')).to.equal('NOT_FOUND');
    expect(await codeOf(live, ['access', 'order', '2', '--valid', 'long'], 'buyer')).to.equal('BAD_PERIOD');
  });

  it('ends quietly when whoever reads it has seen enough', async () => {
    const globals = ['--network', 'test', '--api', live.service.url, '--home', live.folder];
    const env = { ...process.env, GENBA_DEPLOYMENTS: live.config.deploymentsFolder };
    const child = spawn(process.execPath, [path.join(ROOT, 'bin', 'genba.mjs'), ...globals, '--json', 'event', 'list'], { env });
    child.stdout.once('readable', () => child.stdout.destroy());
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, said }).to.deep.equal({ code: 0, said: '' });
  });

  it('speaks of money, not of base units, when a contract refuses', async () => {
    const dear = await refusal(live, ['access', 'buy', '2', '--max', '1'], 'buyer');
    expect(dear).to.include({ code: 'AccessMarket_PriceAboveMaximum' });
    expect(dear.message).to.include('1,000 KRW').and.not.include('base units');
  });

  it('halts a grant, and lets it go on', async () => {
    await live.json(['access', 'freeze', '2', '--case', 'C-2', '--days', '1'], 'office');
    expect(JSON.parse((await live.cli(['--json', 'access', 'check', '2'])).stdout)).to.include({ reason: 'frozen' });
    expect(await codeOf(live, ['access', 'end', '2', '--yes'], 'works')).to.equal('AccessGrants_Frozen');
    expect(await allowanceOf('works')).to.equal(0n);
    await live.json(['access', 'unfreeze', '2', '--case', 'C-2'], 'office');
    expect(await live.json(['access', 'check', '2'])).to.include({ allowed: true });
  });

  it('ends a grant early for what is unearned, and no more than agreed', async () => {
    const [works, holder] = [await balanceOf('works'), await balanceOf('buyer')];
    const shown = await live.json<{ unearned: string }>(['access', 'end', '2', '--dry-run']);
    expect(Number(shown.unearned)).to.be.within(1990, 2000);
    expect(await codeOf(live, ['access', 'end', '2'], 'works')).to.equal('CONFIRMATION_MISSING');
    const much = await refusal(live, ['access', 'end', '2', '--yes', '--max-refund', '1500'], 'works');
    expect(much).to.include({ code: 'AccessMarket_RefundAboveMaximum' });
    expect(await allowanceOf('works')).to.equal(0n);
    const { refund } = await live.json<{ refund: string }>(['access', 'end', '2', '--yes'], 'works');
    expect(await balanceOf('works')).to.equal(works - BigInt(refund));
    expect(await balanceOf('buyer')).to.equal(holder + BigInt(refund));
    expect(await allowanceOf('works')).to.equal(0n);
    await caughtUp(live);
    const { data } = await live.json<List>(['refund', 'list', '--member', String(buyer)]);
    expect(data.map((one) => [one.grantId, one.amount])).to.deep.equal([[2, refund]]);
    expect((await live.cli(['refund', 'list', '--seller', '1'])).stdout).to.equal('nothing was paid back yet\n');
    expect(await codeOf(live, ['access', 'end', '1', '--yes'], 'buyer')).to.equal('AccessMarket_NotTheOwner');
    expect(await codeOf(live, ['access', 'end', '99', '--dry-run'])).to.equal('NOT_FOUND');
  });

  it('gives up a grant, once that is confirmed', async () => {
    expect(await codeOf(live, ['access', 'give-up', '1'], 'buyer')).to.equal('CONFIRMATION_MISSING');
    expect(await codeOf(live, ['access', 'give-up', '1', '--yes'], 'works')).to.equal('AccessGrants_NotTheHolder');
    await live.json(['access', 'give-up', '1', '--yes'], 'buyer');
    expect(JSON.parse((await live.cli(['--json', 'access', 'check', '1'])).stdout)).to.include({ reason: 'expired' });
    expect(await codeOf(live, ['access', 'show', '99'])).to.equal('NOT_FOUND');
  });

  it('lists purchases and renewals by what they are of', async () => {
    await caughtUp(live);
    const kinds = async (...filter: string[]) =>
      (await live.json<List>(['purchase', 'list', ...filter])).data.map((one) => [one.kind, one.grantId, one.gross]);
    const [first, second, third] = [
      ['purchase', 1, '200'],
      ['purchase', 2, '1000'],
      ['renewal', 2, '1000'],
    ];
    expect(await kinds()).to.deep.equal([first, second, third]);
    expect(await kinds('--newest', '--limit', '1')).to.deep.equal([third]);
    expect(await kinds('--offer', '1', '--member', String(buyer))).to.deep.equal([first]);
    expect(await kinds('--dataset', '9')).to.deep.equal([]);
    expect(await codeOf(live, ['purchase', 'list', '--grant', 'x'])).to.equal('BAD_ARGUMENT');
  });

  it('tells a person, and no program, of what is rarely meant', async () => {
    // Grant 2 has ended: to buy anew is meant.
    expect((await live.cli(['access', 'buy', '2'], 'buyer')).stderr).to.equal('');
    await caughtUp(live);
    const again = await live.cli(['access', 'buy', '2'], 'buyer');
    expect(again.stderr).to.include("you hold grant 3 of this offer already; 'genba access renew' extends it");
    expect((await live.cli(['--json', 'access', 'buy', '2'], 'buyer')).stderr).to.equal('');
    const endless = await live.cli(['offer', 'open', '1', '--price', '5'], 'works');
    expect(endless.stderr).to.include('without --period, whoever pays once has access without end');
  });
});
