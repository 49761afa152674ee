import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { caughtUp, codeOf, refusal } from './live-cli.js';

/** Works registers, sells a use and gives the dataset away; the block between is looked back at. */
describe('genba --as-of', function () {
  this.timeout(240_000);
  let live: LiveLedger;
  let then: string;
  const text = async (...args: string[]) => (await live.cli([...args, '--as-of', then])).stdout;

  before(async () => {
    live = await startLiveLedger();
    await admitCompany(live, 'works', 'Works');
    const buyer = await admitCompany(live, 'buyer', 'Buyer');
    const data = path.join(live.folder, 'data');
    writeFileSync(data, 'data');
    await live.json(['dataset', 'register', data, '--no-metadata'], 'works');
    await live.json(['offer', 'open', '1', '--price', '1000', '--units', '10'], 'works');
    await live.json(['access', 'buy', '1', '--units', '10'], 'buyer');
    // In this block nothing of the ledger happens.
    await live.office.sendTransaction({ to: live.office.address, gasPrice: 0n }).then((sent) => sent.wait());
    then = String(await live.provider.getBlockNumber());
    const ticket = path.join(live.folder, 'ticket.json');
    await live.json(['access', 'ticket', '1', '--units', '4', '--out', ticket], 'buyer');
    await live.json(['access', 'use', ticket], 'works');
    await live.json(['access', 'buy', '1', '--units', '10'], 'buyer');
    await live.json(['dataset', 'transfer', '1', '--to', String(buyer), '--yes'], 'works');
    await live.json(['member', 'suspend', '2', '--reason', 'test'], 'office');
    await caughtUp(live);
    await live.service.runPayouts();
  });
  after(() => live.close());

  it('shows whose a dataset was, and says when something happened last', async () => {
    expect((await live.cli(['dataset', 'show', '1'])).stdout)
      .to.include('dataset 1 of Buyer')
      .and.include('SALES');
    const past = await text('dataset', 'show', '1');
    expect(past).to.include('dataset 1 of Works').and.include('100 %').and.not.include('SALES');
    expect(past.trimEnd().split('\n').at(-1)).to.equal(
      `as of block ${then}; what happened last before was in block ${Number(then) - 1}`,
    );
    expect(await text('dataset', 'show'))
      .to.include('Works')
      .and.not.include('Buyer');
    expect(await text('dataset', 'list'))
      .to.include('Works')
      .and.not.include('Buyer');
    expect(await text('version', 'show', '1')).to.include('named');
    expect((await text('dataset', 'owners', '1')).match(/Works|Buyer/g)).to.deep.equal(['Works']);
  });

  it('shows what a grant was, and which there were', async () => {
    expect((await live.cli(['access', 'show', '1'])).stdout).to.include('4 of 10 used');
    expect(await text('access', 'show', '1')).to.include('0 of 10 used');
    const listed = await live.json<{ asOf: object; data: { id: number }[] }>(['access', 'list', '--as-of', then]);
    expect(listed.data.map(({ id }) => id)).to.deep.equal([1]);
    expect(listed.asOf).to.include({ asked: Number(then), block: Number(then) - 1 });
    const file = path.join(live.folder, 'grants.csv');
    expect(await text('access', 'list', '--csv', '--out', file)).to.include(`${file}: as of block ${then}; `);
    expect(readFileSync(file, 'utf8').trimEnd().split('\r\n')).to.have.length(2);
    expect(await codeOf(live, ['access', 'show', '2', '--as-of', then])).to.equal('NOT_FOUND');
  });

  it('shows what a member was, and what it had been credited', async () => {
    expect((await live.cli(['member', 'show', '2'])).stdout)
      .to.include('status     suspended')
      .and.include('credited 1,980 KRW');
    expect(await text('member', 'show', '2'))
      .to.include('status     active')
      .and.include('credited 0 KRW');
    expect(await text('member', 'show')).to.not.include('suspended');
    expect(await text('member', 'accounts')).to.not.include('1,980');
    expect(await text('member', 'credits', '2')).to.include('nothing was credited yet');
  });

  it('refuses what is no block, and one that is not there yet', async () => {
    expect(await codeOf(live, ['dataset', 'show', '1', '--as-of', 'yesterday'])).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['access', 'list', '--as-of', '-1'])).to.equal('BAD_ARGUMENT');
    const block = live.service.index.status().block;
    const { code, details } = await refusal(live, ['member', 'show', '2', '--as-of', String(block + 1)]);
    expect({ code, details }).to.deep.equal({ code: 'AS_OF_AHEAD', details: { asked: block + 1, block } });
    expect(await live.json<{ data: unknown[] }>(['member', 'show', '--as-of', '0'])).to.deep.include({ data: [] });
  });
});
