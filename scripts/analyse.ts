import { spawnSync } from 'node:child_process';
import { existsSync, globSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const HARDHAT = path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');
/** Where `hardhat.analysis.config.ts` builds to, seen from the root. */
const BUILD = path.join('.toolchain', 'analysis');
const PACKAGES = ['slither-analyzer==0.11.6', 'crytic-compile==0.4.2'];
const VENV = path.join(ROOT, '.toolchain', 'slither-0.11.6');
const PROGRAMS = path.join(VENV, process.platform === 'win32' ? 'Scripts' : 'bin');

const USAGE = `usage: npm run analyse [-- --all]
Reads the contracts that are deployed with Slither, and fails on findings of high or medium impact, and on a comment that silences nothing.
Fetches Slither from PyPI the first time; where that or Python can't be had, it says so and lets pass. --all shows lesser findings too.`;

/** Why there is no Slither here. */
class Absent extends Error {}

function run(command: string, args: string[]) {
  return spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** A Python that can make virtual environments and is new enough for Slither. */
function findPython(): string {
  const needs = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
  const found = ['python3', 'python'].find((name) => run(name, ['-c', needs]).status === 0);
  if (found === undefined) throw new Absent('there is no Python 3.10 with venv here');
  return found;
}

/** Slither in an environment of its own; a stamp tells a finished installation from a broken one. */
function fetchSlither(): string {
  const python = findPython();
  const stamp = path.join(VENV, '.genba-installed');
  if (!existsSync(stamp)) {
    console.log('analyse: fetching Slither from PyPI into .toolchain/ (once, half a minute)');
    rmSync(VENV, { recursive: true, force: true });
    const made = run(python, ['-m', 'venv', VENV]);
    if (made.status !== 0) throw new Absent(`no virtual environment can be made: ${lastLine(made.stderr || made.stdout)}`);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    const got = run(path.join(PROGRAMS, 'python'), [...pip, ...PACKAGES]);
    if (got.status !== 0) throw new Absent(`Slither can't be fetched from PyPI: ${lastLine(got.stderr)}`);
    writeFileSync(stamp, PACKAGES.join('\n'));
  }
  return path.join(PROGRAMS, 'slither');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** Compiles what is deployed, anew and apart: mocks would hide findings behind a filter, stale build-infos would be read too. */
function compile(): number {
  const sources = globSync('contracts/**/*.sol', { cwd: ROOT }).filter(
    (file) => !file.startsWith(path.join('contracts', 'mocks')),
  );
  rmSync(path.join(ROOT, BUILD), { recursive: true, force: true });
  const config = ['--config', 'hardhat.analysis.config.ts'];
  const built = run(process.execPath, [HARDHAT, ...config, 'build', '--no-typechain', '--no-tests', ...sources.sort()]);
  if (built.status !== 0) throw new Error(`the contracts do not compile:\n${built.stdout}${built.stderr}`);
  return sources.length;
}

/** Runs Slither and returns what to show; throws when it finds something, breaks, or reads less than what is deployed. */
function analyse(slither: string, sources: number, all: boolean): string {
  const place = ['--ignore-compile', '--npx-disable', '--hardhat-artifacts-directory', path.join(BUILD, 'artifacts')];
  const lesser = all ? [] : ['--exclude-low', '--exclude-informational', '--exclude-optimization'];
  const options = ['--exclude-dependencies', ...lesser, '--fail-medium', '--warn-unused-ignores', '--disable-color'];
  const { status, stdout, stderr, error } = run(slither, ['.', ...place, ...options]);
  if (error !== undefined) throw new Error(`Slither does not run (${error.message}); remove ${VENV} to fetch it anew`);
  const output = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(output);
  const idle = output.split('\n').filter((line) => line.includes('Unused slither-disable') && !line.includes('node_modules'));
  if (idle.length > 0) throw new Error(`these comments silence nothing; remove them:\n${idle.join('\n')}`);
  const read = Number(/analyzed \((\d+) contracts/.exec(output)?.[1] ?? 0);
  if (read < sources / 2) throw new Error(`Slither read ${read} contracts of ${sources} files:\n${output}`);
  return `${all ? output : ''}analyse: no finding of high or medium impact in ${read} contracts`;
}

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  try {
    const slither = fetchSlither();
    console.log(analyse(slither, compile(), process.argv.includes('--all')));
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof Absent) console.log(`analyse: skipped, for ${message}`);
    else {
      console.error(`analyse: ${message}`);
      process.exitCode = 1;
    }
  }
}
