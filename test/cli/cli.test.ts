import { statSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { layoutTable } from '../../cli/table.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

describe('table', () => {
  it('aligns Korean and Latin names, and numbers to the right', () => {
    const text = layoutTable(
      ['ID>', 'NAME', 'SUM>'],
      [
        ['1', '한빛정밀', '5'],
        ['10', 'Works', '1,250'],
      ],
    );
    expect(text.split('\n')).to.deep.equal([
      'ID  NAME        SUM',
      '──  ────────  ─────',
      ' 1  한빛정밀      5',
      '10  Works     1,250',
    ]);
  });
});

describe('genba', function () {
  this.timeout(60_000);
  let live: LiveLedger;
  before(async () => {
    live = await startLiveLedger();
  });
  after(() => live.close());

  const refused = async (args: string[], key?: string) => {
    const result = await live.cli(['--json', ...args], key);
    expect(result.code).to.equal(1);
    return JSON.parse(result.stderr) as { code: string; message: string };
  };

  it('says that nothing is there yet', async () => {
    expect((await live.cli(['dataset', 'show'])).stdout).to.equal('no dataset yet\n');
    expect((await live.cli(['offer', 'list'])).stdout).to.equal('no offer\n');
    expect((await live.cli(['access', 'list'])).stdout).to.equal('no grant\n');
    expect((await live.cli(['payout', 'list'])).stdout).to.equal('no payout run yet\n');
  });

  it('keeps keys for their owner only, encrypted unless told', async () => {
    await live.json(['key', 'new', 'plain', '--no-password']);
    expect(statSync(path.join(live.folder, 'keys', 'plain.json')).mode & 0o077).to.equal(0);
    expect((await refused(['key', 'new', 'plain', '--no-password'])).code).to.equal('KEY_EXISTS');
    expect((await refused(['key', 'new', 'secret'])).code).to.equal('PASSWORD_MISSING');
    expect((await refused(['key', 'new', 'a/b', '--no-password'])).code).to.equal('BAD_ARGUMENT');
  });

  it('refuses with the same code for programs and people', async () => {
    expect((await refused(['member', 'show', '99'])).code).to.equal('NOT_FOUND');
    expect((await refused(['member', 'show', 'x'])).code).to.equal('BAD_ARGUMENT');
    expect((await refused(['access', 'buy', '1'])).code).to.equal('BAD_ARGUMENT');
    expect((await refused(['access', 'buy', '1'], 'nobody')).code).to.equal('KEY_UNKNOWN');
    expect((await refused(['offer', 'open', '1', '--price', '-1'], 'plain')).code).to.equal('BAD_AMOUNT');
    expect((await refused(['dataset', 'register', '/no/such/file'], 'plain')).code).to.equal('FILE_UNREADABLE');
    expect((await refused(['dataset', 'register', import.meta.filename], 'plain')).code).to.equal('MemberRegistry_KeyUnknown');
    const { stderr, code } = await live.cli(['member', 'show', '99']);
    expect({ stderr, code }).to.deep.equal({ stderr: 'NOT_FOUND: There is no member 99.\n', code: 1 });
  });

  it('says which service or chain does not answer', async () => {
    expect((await refused(['--api', 'http://127.0.0.1:1', 'status'])).code).to.equal('API_UNREACHABLE');
    expect((await refused(['--rpc', 'http://127.0.0.1:1', 'access', 'check', '1'])).code).to.equal('CHAIN_UNREACHABLE');
    expect((await refused(['--network', 'elsewhere', 'access', 'check', '1'])).code).to.equal('DEPLOYMENT_UNKNOWN');
  });
});
