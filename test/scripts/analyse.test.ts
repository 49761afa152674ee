import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect } from 'chai';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

describe('static analysis', () => {
  it('says so in one line and lets pass where there is no Python', () => {
    const loader = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
    const script = ['--import', loader, path.join(ROOT, 'scripts', 'analyse.ts')];
    const { status, stdout } = spawnSync(process.execPath, script, { encoding: 'utf8', env: { PATH: '' } });
    expect({ status, stdout }).to.deep.equal({
      status: 0,
      stdout: 'analyse: skipped, for there is no Python 3.10 with venv here\n',
    });
  });
});
