import { spawnSync } from 'node:child_process';
import path from 'node:path';

const BIN = path.resolve(import.meta.dirname, '..', 'node_modules', '.bin');

/** One tool per job; all run, so that one look shows everything. */
const CHECKS: [string, string, string[]][] = [
  ['Biome: format, lint, rooms', path.join(BIN, 'biome'), ['check', '--error-on-warnings', '.']],
  ['types', path.join(BIN, 'tsc'), []],
  ['types of the pages', path.join(BIN, 'tsc'), ['--project', 'web']],
  ['Solidity format', path.join(BIN, 'prettier'), ['--check', '{contracts,test}/**/*.sol']],
  ['Solidity lint', path.join(BIN, 'solhint'), ['--noPoster', '--max-warnings', '0', 'contracts/**/*.sol']],
  ['dead code', path.join(BIN, 'knip'), ['--no-progress']],
  ['generated pages', process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'docs.ts'), '--check']],
  ['lock file', process.execPath, [path.join(import.meta.dirname, 'fix-lock.mjs'), '--check']],
];

let failed = 0;
for (const [name, command, args] of CHECKS) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: path.dirname(path.dirname(BIN)) });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (status === 0) continue;
  failed++;
  console.log(`${stdout}${stderr}`);
}
console.log(failed === 0 ? 'all checks pass' : `${failed} of ${CHECKS.length} checks fail`);
process.exitCode = failed === 0 ? 0 : 1;
