import { spawnSync } from 'node:child_process';
import { globSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fetchTool, ToolAbsent } from './python-tool.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const HARDHAT = path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');
/** Where `hardhat.analysis.config.ts` builds to, seen from the root. */
const BUILD = path.join('.toolchain', 'analysis');
const SLITHER = { name: 'slither', version: '0.11.6', packages: ['slither-analyzer==0.11.6', 'crytic-compile==0.4.2'] };

const USAGE = `usage: npm run analyse [-- --all]
Reads the contracts that are deployed with Slither, and fails on findings of high or medium impact, and on a comment that silences nothing.
Fetches Slither from PyPI the first time; where that or Python can't be had, it says so and lets pass. --all shows lesser findings too.`;

function run(command: string, args: string[]) {
  return spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
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
  if (error !== undefined) throw new Error(`Slither does not run (${error.message}); remove .toolchain/ to fetch it anew`);
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
    const slither = fetchTool(SLITHER, (line) => console.log(`analyse: ${line}`));
    console.log(analyse(slither, compile(), process.argv.includes('--all')));
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof ToolAbsent) console.log(`analyse: skipped, for ${message}`);
    else {
      console.error(`analyse: ${message}`);
      process.exitCode = 1;
    }
  }
}
