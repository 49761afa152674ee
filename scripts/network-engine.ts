import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ENGINE_FOLDER, NODE_BINARY, PLATFORM_BINARY, PLUGIN_BINARY } from './network/engine.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const SOURCE = path.join(ROOT, 'network', 'engine');
const LEAST_GO = [1, 24] as const;

const USAGE = `usage: npm run network:engine
Builds the chain engine for a network of validators (avalanchego with the subnet-evm plugin, versions pinned in network/engine/go.mod) into
.toolchain/engine/. Needs Go ${LEAST_GO.join('.')} or later and its module proxy; the first time some minutes, after that nothing.
Without Go: put the official binaries of the same versions there, avalanchego as ${path.relative(ROOT, NODE_BINARY)} and
subnet-evm as ${path.relative(ROOT, PLUGIN_BINARY)}. That is all that a validator needs; whoever founds a network or admits
validators needs ${path.relative(ROOT, PLATFORM_BINARY)} too, from a machine with Go.`;

/** What is built, by the package that it is built from. */
const BINARIES: [name: string, source: string, target: string][] = [
  ['avalanchego', 'github.com/ava-labs/avalanchego/main', NODE_BINARY],
  ['subnet-evm', './evm', PLUGIN_BINARY],
  ['platform', './platform', PLATFORM_BINARY],
];

/** The Go that is there, or why there is none to build with. */
function findGo(): string | undefined {
  const { stdout, status } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  const [, major = '0', minor = '0'] = /^go(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  const enough = Number(major) > LEAST_GO[0] || (Number(major) === LEAST_GO[0] && Number(minor) >= LEAST_GO[1]);
  if (status === 0 && enough) return undefined;
  return status === 0 ? `Go ${major}.${minor} is older than ${LEAST_GO.join('.')}` : 'Go is not installed';
}

/** What the binaries follow from. */
function fingerprint(): string {
  const digest = createHash('sha256');
  for (const file of globSync('{go.mod,go.sum,*/*.go}', { cwd: SOURCE }).sort())
    digest.update(readFileSync(path.join(SOURCE, file)));
  return digest.digest('hex');
}

function build(name: string, source: string, target: string): Promise<void> {
  const partial = `${target}.partial`;
  mkdirSync(path.dirname(target), { recursive: true });
  const started = Date.now();
  const child = spawn('go', ['build', '-trimpath', '-o', partial, source], { cwd: SOURCE, stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  let packages = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4000);
    packages += chunk
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('go: downloading')).length;
  });
  const tick = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`engine: ${name}: ${packages === 0 ? '' : `${packages} modules fetched, `}compiling since ${seconds} s`);
  }, 15_000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(tick);
      if (code !== 0) return reject(new Error(`go build of ${name} ended with ${code}:\n${said}`));
      renameSync(partial, target);
      resolve();
    });
  });
}

/** Builds what is not there yet, or is another than the sources say. */
async function buildEngine(): Promise<void> {
  const stamp = path.join(ENGINE_FOLDER, 'built-from');
  const wanted = fingerprint();
  const there = BINARIES.every(([, , target]) => existsSync(target));
  if (there && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return console.log('engine: up to date');
  const absence = findGo();
  if (absence !== undefined) {
    console.error(`engine: ${absence}; install it, or see --help for binaries built elsewhere`);
    process.exitCode = 1;
    return;
  }
  console.log('engine: building with Go (some minutes the first time)');
  for (const [name, source, target] of BINARIES) await build(name, source, target);
  writeFileSync(stamp, wanted);
  console.log(`engine: built into ${path.relative(ROOT, ENGINE_FOLDER)}`);
}

if (process.argv.includes('--help')) console.log(USAGE);
else await buildEngine();
