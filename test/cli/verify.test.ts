import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Wallet } from 'ethers';
import type { CliResult } from '../support/live-ledger.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const RECORDED = path.join(ROOT, 'test', 'sdk', 'proofs', 'recorded');

/** Nothing of a ledger is there: no deployment, no service, no node. */
describe('genba verify and prove', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'genba-verify-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const cli = (args: string[]): Promise<CliResult> =>
    new Promise((resolve) => {
      const nowhere = { GENBA_DEPLOYMENTS: folder, GENBA_API: 'http://127.0.0.1:9', GENBA_HOME: folder, NO_COLOR: '1' };
      const command = [path.join(ROOT, 'bin', 'genba.mjs'), ...args];
      execFile(process.execPath, command, { env: { ...process.env, ...nowhere } }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      });
    });
  const [bundle, validators] = [path.join(RECORDED, 'payout.json'), path.join(RECORDED, 'validators.json')];

  it('says what a proof proves, in sentences and for programs', async () => {
    const { code, stdout } = await cli(['verify', bundle, '--trust', validators]);
    expect(code).to.equal(0);
    expect(stdout).to.include("It is true on 'recorded' (chain 730021) that").and.include('was paid 108,900 KRW');
    const answer = JSON.parse((await cli(['--json', 'verify', bundle, '--trust', validators])).stdout);
    expect(answer).to.include({ proven: true, chainId: 730_021 });
    expect(answer.statements[0]).to.deep.include({ contract: 'RevenueLedger', type: 'PaidOut' });
    expect(answer.statements[0].args).to.include({ memberId: '2', amount: '108900' });
  });

  it('insists on a signature when it is told to', async () => {
    const { signature } = JSON.parse(readFileSync(validators, 'utf8'));
    expect((await cli(['verify', bundle, '--trust', validators, '--signed-by', signature.by])).code).to.equal(0);
    const other = await cli(['verify', bundle, '--trust', validators, '--signed-by', Wallet.createRandom().address]);
    expect([other.code, other.stderr]).to.satisfy(
      ([code, said]: [number, string]) => code === 1 && said.startsWith('TRUST_UNSIGNED'),
    );
  });

  it('says exactly what is wrong with one that does not hold', async () => {
    const changed = JSON.parse(readFileSync(bundle, 'utf8'));
    changed.facts[0].logs[0].data = changed.facts[0].logs[0].data.replace(/.$/, 'f');
    const file = path.join(folder, 'changed.json');
    writeFileSync(file, JSON.stringify(changed));
    const { code, stderr } = await cli(['verify', file, '--trust', validators]);
    expect(code).to.equal(1);
    expect(stderr).to.match(/^PROOF_REFUSED: The proof does not hold: fact 1 of \d+: its transaction has no such event at place/);
  });

  it('refuses files that are not there, or are something else', async () => {
    const codeOf = async (args: string[]) => (await cli(args)).stderr.split(':')[0];
    const other = path.join(folder, 'other.json');
    writeFileSync(other, '{"format":"genba-proof/9"}');
    expect(await codeOf(['verify', other, '--trust', validators])).to.equal('BAD_CONFIG');
    expect(await codeOf(['verify', path.join(folder, 'none.json'), '--trust', validators])).to.equal('FILE_UNREADABLE');
    expect(await codeOf(['verify', bundle, '--trust', path.join(folder, 'none.json')])).to.equal('TRUST_MISSING');
    expect(await codeOf(['verify', bundle])).to.equal('USAGE');
    expect(await codeOf(['prove', '1.0', '-o', path.join(folder, 'new.json')])).to.equal('TRUST_MISSING');
    expect(await codeOf(['prove', '1.0', '--trust', validators, '-o', other])).to.equal('FILE_EXISTS');
    expect(await codeOf(['prove', 'yesterday', '--trust', validators, '-o', path.join(folder, 'new.json')])).to.equal(
      'BAD_ARGUMENT',
    );
  });
});
