import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findPostgres } from '../test/support/postgres.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const HARDHAT = path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');

const USAGE = `usage: npm test [-- FILE …]
Runs all tests: the laws (Solidity, fuzzed), everything in TypeScript, what uses the store once more on PostgreSQL, and the gas snapshot. With FILEs,
only those TypeScript tests.`;

/** What reads or writes the store: it must hold on both databases. The command line reads it through the API only. */
const ON_A_STORE = ['test/server/{store,indexer}/**/*.test.ts', 'test/e2e/**/*.test.ts'];

/** Of these, what starts `npm start` itself: it has its own store. */
const WITH_ITS_OWN_STORE = ['test/e2e/demo.test.ts', 'test/e2e/tutorial.test.ts'];

/** What a runner counted. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs a Hardhat task, passes its output on (a quiet one's at its end), and adds up what its closing lines say. */
function run(args: string[], counts: Counts, environment: NodeJS.ProcessEnv = {}, quiet = false): Promise<number> {
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value} `);
  const heading = `\n== ${settings.join('')}hardhat ${args.join(' ')}`;
  if (!quiet) console.log(heading);
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, [HARDHAT, ...args], { cwd: ROOT, env, stdio: ['inherit', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      if (!quiet) process.stdout.write(chunk);
    });
    child.on('close', (code) => {
      if (quiet) console.log(`${heading}\n${output}`);
      const plain = stripVTControlCharacters(output);
      const count = (word: string) => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(plain)?.[1] ?? 0);
      counts.passed += count('passing');
      counts.failed += count('failing');
      counts.skipped += count('pending') + count('skipped');
      resolve(code ?? 1);
    });
  });
}

/** The tests on a store, on PostgreSQL. */
function runOnPostgres(counts: Counts): Promise<number> {
  if (findPostgres() === undefined) {
    console.log(
      `\n== PostgreSQL: skipped, for npm has none for ${process.platform}-${process.arch}; these tests ran on PGlite only`,
    );
    return Promise.resolve(0);
  }
  const files = globSync(ON_A_STORE, { cwd: ROOT, exclude: WITH_ITS_OWN_STORE }).sort();
  return run(['test', 'mocha', '--no-compile', ...files], counts, { GENBA_TEST_STORE: 'postgres' }, true);
}

/** Compares the gas of each operation with the snapshot. */
function checkGas(): Promise<number> {
  console.log('\n== gas');
  const loader = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const child = spawn(process.execPath, ['--import', loader, path.join(ROOT, 'bench', 'gas.ts'), '--check'], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const files = process.argv.slice(2);
if (files.includes('--help')) {
  console.log(USAGE);
} else {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const codes: number[] = [];
  // What has nothing to do with the others runs beside them: the laws, which are one long calculation, then the tests on PostgreSQL.
  const beside = async () => {
    codes.push(await run(['test', 'solidity'], counts, {}, true), await runOnPostgres(counts));
  };
  const besides = files.length > 0 ? Promise.resolve() : beside();
  codes.push(await run(['test', 'mocha', '--no-compile', ...files], counts));
  if (files.length === 0) codes.push(await checkGas());
  await besides;
  const failed = codes.filter((code) => code !== 0).length;
  console.log(`\n${counts.passed} passed, ${Math.max(counts.failed, failed)} failed, ${counts.skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
}
