import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { createProgram } from '../../cli/program.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const BUNDLE = path.join(ROOT, 'cache-cli', 'genba.mjs');

describe('bin/genba.mjs', function () {
  this.timeout(300_000);
  let home: string;
  const genba = (...args: string[]) => {
    const env = { ...process.env, HOME: home, GENBA_HOME: home };
    return spawnSync(process.execPath, [path.join(ROOT, 'bin', 'genba.mjs'), ...args], { cwd: home, env, encoding: 'utf8' });
  };
  before(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'genba-bin-'));
    // Makes what is stale.
    expect(genba('--help').status).to.equal(0);
  });
  after(() => rmSync(home, { recursive: true }));

  it('is the command line of the sources', () => {
    const { stderr, stdout } = genba('--help');
    expect(stderr).to.equal('');
    for (const noun of createProgram().commands) expect(stdout).to.include(`  ${noun.name()}`);
  });

  it('ends with the exit code and the refusal alone', () => {
    const { status, stderr, stdout } = genba('--json', 'datset');
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '' });
    expect(JSON.parse(stderr)).to.include({ code: 'USAGE' });
  });

  it('finds the deployments beside the sources', () => {
    const { stdout } = genba('--json', 'init');
    expect(JSON.parse(stdout)).to.include({ deployments: path.join(ROOT, 'network', 'deployments') });
  });

  it('is made anew when it is not what the sources say', () => {
    // Others may run it at the same time, so it stays whole.
    const [before, madeAt] = [readFileSync(BUNDLE, 'utf8'), statSync(BUNDLE).mtimeMs];
    writeFileSync(path.join(ROOT, 'cache-cli', '.genba-bundle'), 'of other sources');
    expect(genba('--help').status).to.equal(0);
    expect(readFileSync(BUNDLE, 'utf8')).to.equal(before);
    expect(statSync(BUNDLE).mtimeMs).to.be.above(madeAt);
  });
});
