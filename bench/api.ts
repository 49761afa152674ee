import { parseArgs } from 'node:util';
import { openKeptStore } from './api/kept-store.js';
import type { LoadResult } from './api/load-process.js';
import { writeNextBlocks } from './api/next-blocks.js';
import { openLoad } from './api/open-load.js';
import { makeQuestions, type Question } from './api/questions.js';
import { type Measured, report } from './api/report.js';

const USAGE = `usage: node --import tsx bench/api.ts [--datasets 1000000] [--events 10000000] [--runs 3] [--connections 32] [--seconds 10] [--only WORDS]
Fills a store with a ledger's history by the indexer's own rows (once; kept in build/bench), serves the API on PostgreSQL from a process of its own and asks
it over connections that stay open, each with one request under way; a block is written each second. Single reads are held against a bare Express route that
answers the same object. Prints a Markdown table: medians of the runs.

  --datasets N     datasets in the store
  --events N       events in the store, at least eight for each dataset
  --runs N         rounds; each asks every question once
  --connections N  connections at once
  --seconds N      of each measurement, after two to warm up
  --only WORDS     only questions that contain one of these, separated by commas
  --fill           only fills the store

Ten million events take about half an hour once, and 20 GB.`;

const { values } = parseArgs({
  options: {
    datasets: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '10' },
    only: { type: 'string' },
    fill: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string) => console.error(line);
if (values.help) console.log(USAGE);
else await bench();

async function bench(): Promise<void> {
  const size = { datasets: wholeNumber('datasets'), events: wholeNumber('events') };
  const [runs, connections, seconds] = [wholeNumber('runs'), wholeNumber('connections'), wholeNumber('seconds')];
  const { place, postgres } = await openKeptStore(size, say);
  try {
    if (values.fill) return;
    const wanted = values.only?.split(',').map((word) => word.trim());
    const all = await makeQuestions(place);
    const questions = all.filter(({ name }) => wanted === undefined || wanted.some((word) => name.includes(word)));
    const load = await openLoad(place, questions, { connections, seconds });
    const ledger = await writeNextBlocks(place);
    const measured = new Map<Question, Measured>(questions.map((question) => [question, { ours: [], bare: [] }]));
    try {
      for (let run = 1; run <= runs; run++) {
        for (const question of questions) {
          const { bare, ours } = measured.get(question) as Measured;
          const turns: [string, LoadResult[], () => Promise<LoadResult>][] = [['ours', ours, () => load.ours(question)]];
          if (question.kind === 'one') turns.push(['bare', bare, () => load.bare(question)]);
          // Each begins once, so that nobody always follows the other.
          if (run % 2 === 0) turns.reverse();
          for (const [who, results, measure] of turns) {
            const result = await measure();
            results.push(result);
            say(
              `run ${run} of ${runs}: ${question.name}, ${who}: ${Math.round(result.perSecond)} a second, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`,
            );
          }
        }
      }
    } finally {
      await ledger.stop();
      await load.close();
      console.log(report(measured, { ...size, connections, runs, seconds }));
    }
  } finally {
    await postgres.stop();
  }
}

function wholeNumber(name: 'datasets' | 'events' | 'runs' | 'connections' | 'seconds'): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number, not ${values[name]}`);
  return value;
}
