import os from 'node:os';
import { medianOf } from '../chain/measure.js';
import type { Manifest } from './fill-chain.js';

/** One run, checked to be right. */
export interface Outcome {
  /** What ran: name, database, settings. */
  who: string;
  seconds: number;
  /** CPU seconds of the indexer, of the database server and of the chain's node; peak memory of the indexer. Absent where not measured. */
  indexerCpu?: number;
  databaseCpu?: number;
  nodeCpu?: number;
  peakBytes?: number;
}

/** Writes what was measured as a Markdown table, in the order in which things ran first. */
export function report(outcomes: readonly Outcome[], { events, head, totals }: Manifest, versions: string): string {
  const kinds = Object.keys(totals.counts).length;
  const lines = [
    `${events.toLocaleString('en-US')} events of ${kinds} kinds in ${head.toLocaleString('en-US')} blocks, ${os.cpus().length} cores, ${versions}.`,
    '',
    '| | runs | seconds, median (least–most) | events per second, median | CPU seconds: indexer | database | node | peak memory |',
    '|---|---|---|---|---|---|---|---|',
  ];
  for (const who of new Set(outcomes.map((one) => one.who))) {
    const own = outcomes.filter((one) => one.who === who);
    const seconds = own.map((one) => one.seconds);
    const cells = [
      OURS.test(who) ? `**${who}**` : who,
      own.length,
      `${medianOf(seconds).toFixed(1)} (${Math.min(...seconds).toFixed(1)}–${Math.max(...seconds).toFixed(1)})`,
      Math.round(events / medianOf(seconds)).toLocaleString('en-US'),
      middle(own, 'indexerCpu', (value) => value.toFixed(1)),
      middle(own, 'databaseCpu', (value) => value.toFixed(1)),
      middle(own, 'nodeCpu', (value) => value.toFixed(1)),
      middle(own, 'peakBytes', (value) => `${(value / 1e6).toFixed(0)} MB`),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return lines.join('\n');
}

/** Printed in bold. */
const OURS = /^Genba Ledger/;

type Figure = 'indexerCpu' | 'databaseCpu' | 'nodeCpu' | 'peakBytes';

function middle(outcomes: readonly Outcome[], figure: Figure, write: (value: number) => string): string {
  const values = outcomes.flatMap((one) => one[figure] ?? []);
  return values.length === 0 ? '–' : write(medianOf(values));
}
