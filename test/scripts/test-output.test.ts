import { expect } from 'chai';
import { summarize, toOutcome } from '../../scripts/test/outcome.js';
import { createTurns } from '../../scripts/test/turns.js';

const PASSED = '  ledger\n    \u001b[32m✔\u001b[39m pays\n\n  2 passing (3m)\n  1 pending\n';
const FAILED = '  ledger\n    1) pays\n\n  1 passing (3m)\n  2 failing\n\n  1) ledger\n       pays:\n     AssertionError: 1\n';
const CRASHED = `${PASSED}${Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n')}\n`;

describe('what the tests say', () => {
  it('is shown one part after the other, each whole, the first one as it speaks', () => {
    const shown: string[] = [];
    const turns = createTurns((text) => text !== '' && shown.push(text));
    const first = turns.enter('A:');
    const second = turns.enter('B:');
    second.say('b');
    first.say('a');
    expect(shown.join('')).to.equal('A:a');
    const third = turns.enter('C:');
    second.leave();
    first.leave();
    expect(shown.join('')).to.equal('A:aB:bC:');
    third.say('c');
    expect(shown.join('')).to.equal('A:aB:bC:c');
  });

  it('is summed up, with what failed at the end', () => {
    const part = (name: string, output: string, end: number | string) => toOutcome({ name, output, end, seconds: 60 });
    const outcomes = [part('good', PASSED, 0), part('bad', FAILED, 1), part('crashed', CRASHED, 'SIGSEGV')];
    const summary = summarize(outcomes);
    expect(summary).to.include('== bad, what failed\n2 failing\n\n  1) ledger');
    expect(summary).to.include('== crashed, what failed\nline 20\n').and.to.include('line 59\n');
    expect(summary).not.to.include('line 19\n').and.not.to.include('== good');
    expect(summary.split('\n').slice(-4)).to.deep.equal([
      'ok   good: 2 passed, 0 failed, 1 skipped (60 s)',
      'FAIL bad: 1 passed, 2 failed, 0 skipped (60 s, ended with 1)',
      'FAIL crashed: 2 passed, 0 failed, 1 skipped (60 s, ended with SIGSEGV)',
      '5 passed, 3 failed, 2 skipped',
    ]);
  });
});
