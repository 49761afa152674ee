import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { Wallet } from 'ethers';
import { askHidden } from '../../cli/ask-hidden.js';
import { openKey } from '../../cli/keys.js';
import { standingOf } from '../../cli/standing-of-keys.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { codeOf } from './live-cli.js';

const SECRET = `0x${'11'.repeat(32)}`;

describe('asking for a password', () => {
  const ask = (typed: string) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const answer = askHidden('password: ', input, output);
    input.write(typed);
    return { answer, shown: () => String(output.read()) };
  };

  it('shows nothing of what is typed', async () => {
    const { answer, shown } = ask('secret\n');
    expect(await answer).to.equal('secret');
    expect(shown()).to.equal('password: \n');
  });

  it('is cancelled by Ctrl-C', async () => {
    const { answer } = ask('sec\u0003');
    const error = await answer.catch((reason: { code: string }) => reason);
    expect(error).to.include({ code: 'CANCELLED' });
  });
});

describe('genba key', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let memberId: number;
  const at = (name: string) => path.join(live.folder, name);
  const addressOf = async (name: string) => (await live.wallet(name)).address;
  /** Runs the CLI with something on stdin. */
  const cliWith = (input: string, args: string[], settings: Record<string, string> = {}) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'cli/main.ts', '--json', '--home', live.folder, ...args], {
      input,
      encoding: 'utf8',
      env: { ...process.env, ...settings },
    });

  before(async () => {
    live = await startLiveLedger();
    memberId = await admitCompany(live, 'works', 'Works');
    await live.json(['key', 'new', 'sales', '--no-password']);
  });
  after(() => live.close());

  it('asks for a new password twice at a terminal, and shows it never', async function () {
    if (process.platform !== 'linux' || spawnSync('script', ['--version']).status !== 0) {
      console.log('      skipped: no script(1) that gives a terminal');
      this.skip();
    }
    /** Answers each question in turn. */
    const make = (name: string, answers: string[]) =>
      new Promise<string>((resolve) => {
        const command = `${process.execPath} --import tsx cli/main.ts --home ${live.folder} key new ${name}`;
        const terminal = spawn('script', ['-qec', command, '/dev/null']);
        let shown = '';
        terminal.stdout.on('data', (chunk) => {
          shown += chunk;
          if (/: $/.test(String(chunk))) terminal.stdin.write(`${answers.shift()}\n`);
        });
        terminal.on('close', () => resolve(shown));
      });
    const same = await make('typed', ['hunter2', 'hunter2']);
    expect(same).to.include('the same again').and.not.include('hunter2');
    expect((await openKey(live.folder, 'typed', 'hunter2')).address).to.equal(same.trim().slice(-42));
    expect(await make('other', ['hunter2', 'hunter3'])).to.include('PASSWORDS_DIFFER');
    expect(await make('empty', [''])).to.include('PASSWORD_EMPTY');
    rmSync(at('keys/typed.json'));
  });

  it('takes a private key from stdin, and repeats nothing of a wrong one', async () => {
    const taken = cliWith(`${SECRET}\n`, ['key', 'import', 'taken', '--no-password']);
    expect(JSON.parse(taken.stdout)).to.deep.equal({ name: 'taken', address: new Wallet(SECRET).address });
    const wrong = cliWith('0xsecret', ['key', 'import', 'wrong', '--no-password']);
    expect(JSON.parse(wrong.stderr)).to.include({ code: 'KEY_REFUSED' });
    expect(wrong.stderr).not.to.include('secret');
    const again = cliWith(SECRET, ['key', 'import', 'taken', '--no-password']);
    expect(JSON.parse(again.stderr)).to.include({ code: 'KEY_EXISTS' });
  });

  it('takes an encrypted file with its password', async () => {
    writeFileSync(at('keystore.json'), await new Wallet(SECRET).encrypt('right'));
    const args = ['key', 'import', 'stored', '--file', at('keystore.json')];
    expect(JSON.parse(cliWith('', args, { GENBA_PASSWORD: 'wrong' }).stderr)).to.include({ code: 'KEY_LOCKED' });
    expect(cliWith('', args, { GENBA_PASSWORD: 'right' }).status).to.equal(0);
    expect((await openKey(live.folder, 'stored', 'right')).privateKey).to.equal(SECRET);
    expect(readFileSync(at('keys/stored.json'), 'utf8')).not.to.include(SECRET.slice(2));
    writeFileSync(at('other.json'), '{}');
    expect(await codeOf(live, ['key', 'import', 'other', '--file', at('other.json')])).to.equal('KEY_REFUSED');
    expect(await codeOf(live, ['key', 'import', 'other', '--file', at('none.json')])).to.equal('FILE_UNREADABLE');
  });

  it('lists and shows keys with the member they act for', async () => {
    const keys = await live.json<{ name: string }[]>(['key', 'list']);
    expect(keys.map((key) => key.name)).to.deep.equal(['office', 'sales', 'stored', 'taken', 'works']);
    const works = await live.json(['key', 'show', 'works']);
    const standing = { memberId, roles: ['admin', 'publish', 'sell', 'buy', 'gateway'], revoked: false };
    expect(works).to.deep.include({ address: await addressOf('works'), protected: false, open: false, standing });
    expect(works).to.include({ balance: '10000000' });
    expect(await live.json(['key', 'show', 'stored'])).to.include({ protected: true });
    expect(await codeOf(live, ['key', 'show', 'nobody'])).to.equal('KEY_UNKNOWN');
    chmodSync(at('keys/sales.json'), 0o644);
    expect((await live.cli(['key', 'show', 'sales'])).stdout).to.include('chmod 600');
  });

  it('lists keys when no chain answers', async () => {
    const { code, stderr, stdout } = await live.cli(['--json', '--rpc', 'http://127.0.0.1:1', 'key', 'list']);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)[0]).to.deep.include({ name: 'office', standing: null });
    expect(stderr).to.include('not known');
  });

  it('lets a further key act once the admin key adds what it has signed', async () => {
    const [sales, file] = [await addressOf('sales'), at('sales.request')];
    await live.json(['key', 'request', String(memberId), '--roles', 'sell', '--out', file], 'sales');
    expect(await codeOf(live, ['key', 'request', String(memberId), '--out', file], 'sales')).to.equal('FILE_EXISTS');
    expect(await codeOf(live, ['key', 'add', file], 'office')).to.equal('REQUEST_OF_ANOTHER');
    expect(await codeOf(live, ['key', 'add', file], 'sales')).to.equal('KEY_OF_NOBODY');
    await live.json(['key', 'add', file], 'works');
    expect(await standingOf(live.ledger, sales)).to.deep.equal({ memberId, roles: ['sell'], revoked: false });
    expect(await codeOf(live, ['key', 'add', file], 'works')).to.equal('InvalidAccountNonce');
  });

  it('changes roles, and not those of the own key', async () => {
    const sales = await addressOf('sales');
    await live.json(['key', 'roles', sales, 'buy,gateway'], 'works');
    expect((await standingOf(live.ledger, sales)).roles).to.deep.equal(['buy', 'gateway']);
    expect(await codeOf(live, ['key', 'roles', sales, 'boss'], 'works')).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['key', 'roles', await addressOf('works'), 'buy'], 'works')).to.equal('MemberRegistry_OwnKey');
    expect(await codeOf(live, ['key', 'roles', sales, 'admin'], 'sales')).to.equal('MemberRegistry_KeyLacksRole');
  });

  it('revokes a key for ever, once that is confirmed', async () => {
    const sales = await addressOf('sales');
    expect(await codeOf(live, ['key', 'revoke', sales], 'works')).to.equal('CONFIRMATION_MISSING');
    expect((await standingOf(live.ledger, sales)).revoked).to.equal(false);
    await live.json(['key', 'revoke', sales, '--yes'], 'works');
    expect((await standingOf(live.ledger, sales)).revoked).to.equal(true);
    expect(await codeOf(live, ['key', 'revoke', '0x12', '--yes'], 'works')).to.equal('BAD_ARGUMENT');
  });
});
