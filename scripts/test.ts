import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findPostgres } from '../test/support/postgres.js';
import { type Outcome, summarize, toOutcome } from './test/outcome.js';
import { createTurns } from './test/turns.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const HARDHAT = path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');
const LOADER = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');

const USAGE = `usage: npm test [-- FILE …]
Runs all tests: the laws (Solidity, fuzzed), everything in TypeScript, what uses the store once more on PostgreSQL, and the gas snapshot; where there
are two cores, two of these at a time. With FILEs, only those TypeScript tests.`;

/** What reads or writes the store: it must hold on both databases. The command line reads it through the API only. */
const ON_A_STORE = ['test/server/{store,indexer}/**/*.test.ts', 'test/e2e/**/*.test.ts'];

/** Of these, what starts `npm start` itself: it has its own store. */
const WITH_ITS_OWN_STORE = ['test/e2e/demo.test.ts', 'test/e2e/tutorial.test.ts'];

/** Rooms with many tests, which are run apart. */
const LARGE = ['test/e2e', 'test/server', 'test/cli', 'test/contracts', 'test/web'];

/** A part of the tests, in a process of its own. */
interface Part {
  name: string;
  args: string[];
  environment?: NodeJS.ProcessEnv;
}

/** The tests in TypeScript, of some files. */
function mocha(name: string, files: string[], environment: NodeJS.ProcessEnv = {}): Part {
  return { name, args: [HARDHAT, 'test', 'mocha', '--no-compile', ...files.sort()], environment };
}

function filesOf(patterns: string[], exclude: string[] = []): string[] {
  return globSync(patterns, { cwd: ROOT, exclude });
}

/** All parts, those first that take longest. */
function allParts(): Part[] {
  const rooms = LARGE.map((room) => mocha(room, filesOf([`${room}/**/*.test.ts`])));
  const rest = filesOf(
    ['test/**/*.test.ts'],
    LARGE.map((room) => `${room}/**`),
  );
  const onPostgres: Part[] = [];
  if (findPostgres() !== undefined) {
    onPostgres.push(mocha('on PostgreSQL', filesOf(ON_A_STORE, WITH_ITS_OWN_STORE), { GENBA_TEST_STORE: 'postgres' }));
  } else {
    console.log(
      `== on PostgreSQL: skipped, for npm has none for ${process.platform}-${process.arch}; these tests run on PGlite only`,
    );
  }
  return [
    ...onPostgres,
    ...rooms,
    mocha('other rooms', rest),
    { name: 'gas', args: ['--import', LOADER, path.join(ROOT, 'bench', 'gas.ts'), '--check'] },
    { name: 'laws', args: [HARDHAT, 'test', 'solidity'] },
  ];
}

const turns = createTurns((text) => process.stdout.write(text));

/** Runs a part; what it says is shown in its turn, all of it. */
function run({ name, args, environment }: Part): Promise<Outcome> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: ['inherit', 'pipe', 'pipe'],
    });
    const speaker = turns.enter(`\n== ${name}\n`);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
        speaker.say(text);
      });
    }
    child.on('close', (code, signal) => {
      speaker.leave();
      resolve(toOutcome({ name, output, end: code ?? signal ?? 'nothing', seconds: (performance.now() - startedAt) / 1000 }));
    });
  });
}

const files = process.argv.slice(2);
if (files.includes('--help')) {
  console.log(USAGE);
} else {
  const waiting = files.length > 0 ? [mocha('chosen', files)] : allParts();
  const outcomes: Outcome[] = [];
  const line = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) outcomes.push(await run(part));
  };
  await Promise.all(Array.from({ length: Math.min(2, os.availableParallelism()) }, line));
  console.log(summarize(outcomes));
  process.exitCode = outcomes.every((one) => one.end === 0) ? 0 : 1;
}
