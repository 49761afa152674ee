import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { isAnswer, readSteps, type Shell, startShell } from '../support/console.js';
import { type DemoLedger, placeDemo } from '../support/demo-ledger.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const STEPS = readSteps(readFileSync(path.join(ROOT, 'docs', 'tutorial.md'), 'utf8'));
const LONGEST_MS = 30_000;

/** Runs what the tutorial says, command by command, and compares what it says that they answer. */
describe('tutorial', function () {
  this.timeout(120_000);
  let demo: DemoLedger;
  let folder: string;
  let shell: Shell;

  before(async () => {
    demo = await placeDemo();
    await demo.start();
    // A clone's folder, as far as the tutorial knows it.
    folder = mkdtempSync(path.join(os.tmpdir(), 'genba-tutorial-'));
    mkdirSync(path.join(folder, 'home'));
    symlinkSync(path.join(ROOT, 'bin'), path.join(folder, 'bin'));
    symlinkSync(demo.folder, path.join(folder, '.genba'));
    shell = startShell(folder, {
      PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
      HOME: path.join(folder, 'home'),
      LANG: 'C.UTF-8',
      GENBA_API: demo.url,
      GENBA_DEPLOYMENTS: demo.environment.GENBA_DEPLOYMENTS,
    });
  });
  after(async () => {
    shell?.close();
    await demo?.forget();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('has commands', () => {
    expect(STEPS.length).to.be.greaterThan(8);
  });

  for (const { answer, command, line, patient } of STEPS) {
    it(`line ${line}: ${command.split('\n')[0]}`, async () => {
      const started = Date.now();
      let said = await shell.run(command);
      while (patient && !isAnswer(answer, said) && Date.now() - started < LONGEST_MS) {
        await sleep(500);
        said = await shell.run(command);
      }
      if (!isAnswer(answer, said)) expect(said.trimEnd()).to.equal(answer.join('\n'));
    });
  }
});
