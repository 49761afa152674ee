import os from 'node:os';
import { medianOf } from '../chain/measure.js';
import type { LoadResult } from './load-process.js';
import type { Question } from './questions.js';

/** What was measured of a question. */
export interface Measured {
  ours: LoadResult[];
  bare: LoadResult[];
}

/** Under which it was measured. */
interface Conditions {
  datasets: number;
  events: number;
  connections: number;
  runs: number;
  seconds: number;
}

/** Writes what was measured as Markdown tables: medians of the runs. */
export function report(measured: ReadonlyMap<Question, Measured>, conditions: Conditions): string {
  const { connections, datasets, events, runs, seconds } = conditions;
  const all = [...measured].filter(([, { ours }]) => ours.length > 0);
  const singles = all.filter(([{ kind }]) => kind === 'one');
  const others = all.filter(([{ kind }]) => kind !== 'one');
  const lines = [
    `${datasets.toLocaleString('en-US')} datasets, ${events.toLocaleString('en-US')} events, ${connections} connections, ${runs} runs of ${seconds} s, ${os.cpus().length} cores.`,
  ];
  if (singles.length > 0) {
    lines.push(
      '',
      '| one object | bytes | requests per second | p50 | p99 | bare Express route | of it |',
      '|---|---|---|---|---|---|---|',
    );
    for (const [{ name }, { bare, ours }] of singles) {
      const [own, theirs] = [middle(ours, 'perSecond'), middle(bare, 'perSecond')];
      const part = bare.length === 0 ? '–' : `${((100 * own) / theirs).toFixed(0)} %`;
      lines.push(`| ${cells(name, ours)} | ${bare.length === 0 ? '–' : whole(theirs)} | ${part} |`);
    }
  }
  if (others.length > 0) {
    lines.push('', '| list, lineage, search, total | bytes | requests per second | p50 | p99 |', '|---|---|---|---|---|');
    for (const [{ name }, { ours }] of others) lines.push(`| ${cells(name, ours)} |`);
  }
  return lines.join('\n');
}

function cells(name: string, ours: readonly LoadResult[]): string {
  const ms = (figure: 'p50' | 'p99') => `${middle(ours, figure).toFixed(1)} ms`;
  return [`\`${name}\``, whole(middle(ours, 'bytes')), whole(middle(ours, 'perSecond')), ms('p50'), ms('p99')].join(' | ');
}

function middle(results: readonly LoadResult[], figure: keyof LoadResult): number {
  return medianOf(results.map((result) => result[figure]));
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
