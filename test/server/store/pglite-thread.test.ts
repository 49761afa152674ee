import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { copyEmptyDatabase } from '../../support/pglite-template.js';

const PROGRAM = path.join(import.meta.dirname, '..', '..', 'support', 'lose-pglite.ts');

describe("PGlite's thread", () => {
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'genba-thread-'));
    await copyEmptyDatabase(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the process with it when it ends', async () => {
    const { code, complained, said } = await run(['--import', 'tsx', PROGRAM, folder]);
    expect(said).to.equal('');
    expect(complained).to.match(/Error: PGlite has ended with code 1/);
    expect(code).to.equal(1);
  });
});

function run(args: string[]): Promise<{ code: unknown; said: string; complained: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, said, complained) => resolve({ code: error?.code ?? 0, said, complained }));
  });
}
