import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { NODE_BINARY, PLATFORM_BINARY, PLUGIN_BINARY } from './network/engine.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const HARDHAT = path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');

const USAGE = `usage: npm run test:network
Runs the tests on a real network of five validators: the main journey, permissions, proofs, and what happens when validators die. Builds the chain
engine first when it is not there; where Go is missing too, says so and lets pass.`;

const node = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  const loader = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const built = node(['--import', loader, path.join(import.meta.dirname, 'network-engine.ts')]);
  const there = [NODE_BINARY, PLUGIN_BINARY, PLATFORM_BINARY].every((binary) => existsSync(binary));
  if (!there && spawnSync('go', ['version']).error !== undefined) {
    console.log('test:network: skipped, for there is neither a chain engine nor Go to build it with');
  } else if (built !== 0) {
    process.exitCode = built;
  } else {
    process.exitCode = node([HARDHAT, 'test', 'mocha', '--no-compile', path.join('test', 'network', 'network.test.ts')], {
      GENBA_TEST_NETWORK: '1',
    });
  }
}
