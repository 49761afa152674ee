import { spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '..');
const HARDHAT = path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');

const USAGE = `usage: npm test [-- FILE …]
Runs all tests: the laws (Solidity, fuzzed), everything in TypeScript, and the gas snapshot. With FILEs, only those TypeScript tests.`;

/** What a runner counted. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs a Hardhat task, passes its output on, and adds up what its closing lines say. */
function run(args: string[], counts: Counts): Promise<number> {
  console.log(`\n== hardhat ${args.join(' ')}`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [HARDHAT, ...args], { cwd: ROOT, stdio: ['inherit', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (code) => {
      const plain = stripVTControlCharacters(output);
      const count = (word: string) => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(plain)?.[1] ?? 0);
      counts.passed += count('passing');
      counts.failed += count('failing');
      counts.skipped += count('pending') + count('skipped');
      resolve(code ?? 1);
    });
  });
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
  const codes = files.length > 0 ? [] : [await run(['test', 'solidity'], counts)];
  codes.push(await run(['test', 'mocha', '--no-compile', ...files], counts));
  if (files.length === 0) codes.push(await checkGas());
  const failed = codes.filter((code) => code !== 0).length;
  console.log(`\n${counts.passed} passed, ${Math.max(counts.failed, failed)} failed, ${counts.skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
}
