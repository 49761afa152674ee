import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { lockFolder } from '../../../server/store/lock.js';

describe('folder lock', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'genba-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is held until it is let go', () => {
    const unlock = lockFolder(folder) as () => void;
    expect(lockFolder(folder)).to.deep.equal({ heldBy: `process ${process.pid}` });
    unlock();
    expect(existsSync(path.join(folder, 'lock'))).to.equal(false);
    expect(lockFolder(folder)).to.be.a('function');
  });

  it('names the living process that holds it', () => {
    writeFileSync(path.join(folder, 'lock'), String(process.ppid));
    expect(lockFolder(folder)).to.deep.equal({ heldBy: `process ${process.ppid}` });
  });

  it('is taken over from a process that is gone, from an earlier one with this number, and from a file cut short', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    for (const content of [String(pid), String(process.pid), '']) {
      writeFileSync(path.join(folder, 'lock'), content);
      const unlock = lockFolder(folder);
      expect(unlock, content).to.be.a('function');
      (unlock as () => void)();
    }
  });
});
