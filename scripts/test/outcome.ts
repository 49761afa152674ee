import { stripVTControlCharacters } from 'node:util';

/** So much of the end of a program's output is shown again when it ended badly and named no test that failed. */
const LAST_LINES = 40;

/** How a part of the tests ended. */
export interface Outcome {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  /** Its exit code, or the signal that ended it. */
  end: number | string;
  /** What to read first when it ended badly; empty otherwise. */
  complaint: string;
}

/**
 * Reads how a part of the tests ended from what its runner said at its end.
 *
 * @param part - Its name, all of its output, its exit code or signal, and how long it took.
 */
export function toOutcome(part: { name: string; output: string; end: number | string; seconds: number }): Outcome {
  const { output, ...rest } = part;
  const plain = stripVTControlCharacters(output);
  const count = (word: string) => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(plain)?.[1] ?? 0);
  return {
    ...rest,
    passed: count('passing'),
    failed: count('failing'),
    skipped: count('pending') + count('skipped'),
    complaint: part.end === 0 ? '' : complaintOf(plain),
  };
}

function complaintOf(output: string): string {
  const failures = output.search(/^ *\d+ failing$/m);
  return failures >= 0 ? output.slice(failures).trim() : output.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}

/**
 * Sums up how all parts ended: what to read first of each that ended badly, a line for each, a line for all.
 *
 * @param outcomes - In the order in which they ended.
 */
export function summarize(outcomes: readonly Outcome[]): string {
  const bad = outcomes.filter((one) => one.end !== 0);
  const sum = (of: (one: Outcome) => number) => outcomes.reduce((total, one) => total + of(one), 0);
  const lines = outcomes.map(
    (one) =>
      `${one.end === 0 ? 'ok  ' : 'FAIL'} ${one.name}: ${one.passed} passed, ${one.failed} failed, ${one.skipped} skipped ` +
      `(${one.seconds.toFixed(0)} s${one.end === 0 ? '' : `, ended with ${one.end}`})`,
  );
  return [
    ...bad.map((one) => `\n== ${one.name}, what failed\n${one.complaint}`),
    '',
    ...lines,
    // A part that ended badly without a test that failed counts as one.
    `${sum((one) => one.passed)} passed, ${sum((one) => Math.max(one.failed, one.end === 0 ? 0 : 1))} failed, ${sum((one) => one.skipped)} skipped`,
  ].join('\n');
}
