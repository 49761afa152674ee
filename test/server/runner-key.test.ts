import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readRunnerKey } from '../../server/runner-key.js';

describe("runner's key", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'genba-key-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made once, whole, for its owner only', () => {
    const key = readRunnerKey(path.join(folder, 'data'));
    expect(key).to.match(/^0x[0-9a-f]{64}$/);
    expect(readRunnerKey(path.join(folder, 'data'))).to.equal(key);
    expect(statSync(path.join(folder, 'data', 'runner.key')).mode & 0o777).to.equal(0o600);
    expect(readdirSync(path.join(folder, 'data'))).to.deep.equal(['runner.key']);
  });

  it('is refused in a sentence when its file holds none, and is not overwritten', () => {
    const file = path.join(folder, 'runner.key');
    for (const text of ['', '0x12', 'nonsense']) {
      writeFileSync(file, text);
      let refusal: unknown;
      try {
        readRunnerKey(folder);
      } catch (error) {
        refusal = error;
      }
      expect(refusal, text).to.include({ code: 'BAD_CONFIG' });
      expect((refusal as Error).message).to.include('runner.key');
      expect(existsSync(file)).to.equal(true);
    }
  });
});
