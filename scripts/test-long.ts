import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const HARDHAT = path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');

const USAGE = `usage: npm run test:long
Runs the laws on 10,000 random histories, each checked by all of them (about an hour on one core); docs/invariants.md keeps the result.`;

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  // The engine finds the world that it acts on only among the files that it is given.
  const files = ['test/contracts/LawsTogether.t.sol', 'test/contracts/support/World.sol'];
  const { status } = spawnSync(process.execPath, [HARDHAT, '--config', 'hardhat.long.config.ts', 'test', 'solidity', ...files], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
