import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { type CliResult, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

describe('genba member request and admit', function () {
  this.timeout(60_000);
  let live: LiveLedger;
  let file: (name: string) => string;
  before(async () => {
    live = await startLiveLedger();
    file = (name) => path.join(live.folder, name);
    await live.json(['key', 'new', 'works', '--no-password']);
  });
  after(() => live.close());

  const request = (out: string, changes: Record<string, string> = {}, more: string[] = []): Promise<CliResult> => {
    const options = { 'legal-name': 'Works', scheme: 'KR-BRN', identifier: '999-81-12340', out: file(out), ...changes };
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    return live.cli(['--json', 'member', 'request', ...words, ...more], 'works');
  };
  const codeOf = (result: CliResult) => {
    expect(result.code).to.equal(1);
    return (JSON.parse(result.stderr) as { code: string }).code;
  };
  const admit = (text: string) => {
    writeFileSync(file('changed.json'), text);
    return live.cli(['--json', 'member', 'admit', file('changed.json')], 'office');
  };

  it('signs the one spelling of the number', async () => {
    const { code, stdout, stderr } = await request('works.json');
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).to.include({ legalName: 'Works', scheme: 'KR-BRN', identifier: '9998112340' });
    expect(readFileSync(file('works.json'), 'utf8')).to.equal(stdout);
  });

  it('replaces no file unless told', async () => {
    writeFileSync(file('kept.json'), 'precious');
    expect(codeOf(await request('kept.json'))).to.equal('FILE_EXISTS');
    expect(readFileSync(file('kept.json'), 'utf8')).to.equal('precious');
    expect((await request('kept.json', {}, ['--force'])).code).to.equal(0);
    expect(readFileSync(file('kept.json'), 'utf8')).to.include('9998112340');
    expect(codeOf(await request('no/such/folder.json'))).to.equal('FILE_UNWRITABLE');
  });

  it('refuses numbers, schemes and names that the register does not have', async () => {
    expect(codeOf(await request('bad.json', { identifier: '999-81-12341' }))).to.equal('BAD_IDENTIFIER');
    expect(codeOf(await request('bad.json', { scheme: 'A/B' }))).to.equal('BAD_SCHEME');
    expect(codeOf(await request('bad.json', { 'legal-name': ' ' }))).to.equal('BAD_LEGAL_NAME');
    expect(codeOf(await request('bad.json', { 'legal-name': '한'.repeat(67) }))).to.equal('BAD_LEGAL_NAME');
    expect(codeOf(await request('bad.json', { 'payout-account': 'me' }))).to.equal('BAD_ARGUMENT');
  });

  it('says that the number of another scheme is not checked', async () => {
    const { code, stdout, stderr } = await request('other.json', { scheme: 'CH-UID', identifier: 'CHE-123.456.789' });
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ scheme: 'CH-UID', identifier: 'CHE-123.456.789' });
    expect(stderr).to.include('is not checked');
  });

  it('checks again before it admits, and sends nothing that is wrong', async () => {
    const before = await live.provider.getBlockNumber();
    const text = readFileSync(file('works.json'), 'utf8');
    expect(codeOf(await admit(text.replace('9998112340', '9998112341')))).to.equal('BAD_IDENTIFIER');
    expect(codeOf(await admit(text.replace('9998112340', '999-81-12340')))).to.equal('IDENTIFIER_SPELLING');
    expect(codeOf(await admit(text.replace('"Works"', '""')))).to.equal('BAD_LEGAL_NAME');
    expect(await live.provider.getBlockNumber()).to.equal(before);
    expect((await admit(text)).code).to.equal(0);
    expect(await live.provider.getBlockNumber()).to.equal(before + 1);
  });
});
