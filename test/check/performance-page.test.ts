import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

describe('docs/performance.md', () => {
  it('quotes the gas snapshot', () => {
    const page = readFileSync(path.join(ROOT, 'docs', 'performance.md'), 'utf8');
    const snapshot = readFileSync(path.join(ROOT, '.gas-snapshot'), 'utf8').trim().split('\n');
    const quoted = snapshot.filter((line) => !/follows updates|right to derive|20 payees/.test(line));
    for (const line of quoted) {
      const [name, gas] = line.split(': ') as [string, string];
      expect(page, name).to.include(Number(gas).toLocaleString('en-US'));
    }
  });
});
