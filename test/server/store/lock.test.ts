import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
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

  it('is not taken from another container, whose numbers say nothing here, before it has been silent for half a minute', () => {
    const file = path.join(folder, 'lock');
    writeFileSync(file, '1 pid:[1]');
    expect(lockFolder(folder)).to.deep.equal({ heldBy: 'process 1 of another container' });
    writeFileSync(file, '999999999 pid:[1]');
    expect(lockFolder(folder)).to.deep.equal({ heldBy: 'process 999999999 of another container' });
    const before = new Date(Date.now() - 31_000);
    utimesSync(file, before, before);
    expect(lockFolder(folder)).to.be.a('function');
  });
});
