// The one entry of `npm start`, `npm test` and `npm run check`: finds or installs the right Node, the dependencies under it, builds
// what is stale, and runs the target. Plain JavaScript for Node >= 18, no dependency.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const NODE_MAJOR = 24;
const TARGETS = {
  start: { entry: 'scripts/start.ts', builds: true, pages: true },
  serve: {
    entry: 'scripts/serve.ts',
    builds: true,
    pages: true,
    bundle: path.join(ROOT, 'cache-serve', 'serve.mjs'),
    rooms: ['server', 'sdk'],
  },
  test: { entry: 'scripts/test.ts', builds: true, pages: true },
  check: { entry: 'scripts/check.ts', builds: true },
  analyse: { entry: 'scripts/analyse.ts', builds: false },
  'fuzz:api': { entry: 'scripts/fuzz-api.ts', builds: true },
  'test:long': { entry: 'scripts/test-long.ts', builds: true },
  genba: {
    entry: 'cli/main.ts',
    builds: true,
    bundle: path.join(ROOT, 'cache-cli', 'genba.mjs'),
    rooms: ['cli', 'sdk'],
  },
  db: { entry: 'scripts/db.ts', builds: true },
  deploy: { entry: 'scripts/deploy.ts', builds: true },
  screens: { entry: 'scripts/screens.ts', builds: true, pages: true },
  'test:network': { entry: 'scripts/test-network.ts', builds: true },
  network: { entry: 'scripts/network.ts', builds: true },
  'network:engine': { entry: 'scripts/network-engine.ts', builds: false },
  docs: { entry: 'scripts/docs.ts', builds: true },
  gas: { entry: 'bench/gas.ts', builds: true },
};

/** `npm ci` under the right Node when the lock file is not the one that was installed last. */
const dependencies = {
  made: [],
  stamp: path.join(ROOT, 'node_modules', '.genba-lock'),
  wanted: () => `${hash([path.join(ROOT, 'package-lock.json')])} node${NODE_MAJOR}`,
  make() {
    say('installing dependencies (about a minute the first time)');
    npm(['ci', '--no-audit', '--no-fund']);
  },
};

/** Compiles contracts and their types when a source or the configuration changed. */
const contracts = {
  made: [path.join(ROOT, 'types')],
  stamp: path.join(ROOT, 'artifacts', '.genba-build'),
  wanted: () =>
    hash([
      ...filesUnder(path.join(ROOT, 'contracts')),
      path.join(ROOT, 'hardhat.config.ts'),
      path.join(ROOT, 'package-lock.json'),
    ]),
  make() {
    say('compiling contracts (about half a minute when they changed)');
    run(process.execPath, [path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js'), 'build', '--no-tests']);
  },
};

/** Builds the pages when a source of theirs changed. */
const pages = {
  made: [path.join(ROOT, 'build', 'web', 'index.html')],
  stamp: path.join(ROOT, 'build', '.genba-pages'),
  wanted: () =>
    hash([...filesUnder(path.join(ROOT, 'web')), ...filesUnder(path.join(ROOT, 'sdk')), path.join(ROOT, 'package-lock.json')]),
  make() {
    say('building the pages (some seconds)');
    // One that was left behind by a start that was killed writes the same files: nobody waits for it.
    const options = ['build', '--config', 'web/vite.config.ts', '--bypass-lock'];
    run(process.execPath, [path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), ...options]);
  },
};

/** The program as one file, made anew when a source changed. */
const bundled = ({ bundle: file, entry, rooms }) => ({
  made: [file],
  stamp: path.join(path.dirname(file), '.genba-bundle'),
  wanted() {
    const sources = [...rooms.flatMap((room) => filesUnder(path.join(ROOT, room))), path.join(ROOT, entry)];
    return `${hash([...sources, path.join(ROOT, 'scripts', 'bundle.mjs')])} ${contracts.wanted()}`;
  },
  make: () => bundle(path.join(ROOT, entry), file),
});

const [name, ...args] = process.argv.slice(2);
const target = TARGETS[name];
if (target === undefined) {
  console.error(`bootstrap: unknown target '${name}'; one of ${Object.keys(TARGETS).join(', ')}`);
  process.exit(2);
}

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR) {
  follow(rightNode(), [fileURLToPath(import.meta.url), name, ...args]);
} else {
  process.env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`;
  const works = [
    dependencies,
    ...(target.builds ? [contracts] : []),
    ...(target.pages ? [pages] : []),
    ...(target.bundle ? [bundled(target)] : []),
  ];
  // Several commands may start at a time: only one that has something to do keeps the others waiting.
  if (!works.every(isFresh)) alone(() => works.filter((work) => !isFresh(work)).forEach(renew));
  if (target.bundle === undefined) {
    const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
    follow(process.execPath, ['--import', pathToFileURL(tsx).href, path.join(ROOT, target.entry), ...args]);
  } else {
    // In this very process: a second one, and compiling anew, would take most of the time of a short command.
    process.argv = [process.execPath, target.bundle, ...args];
    module.enableCompileCache(path.dirname(target.bundle));
    await import(pathToFileURL(target.bundle).href);
  }
}

/** Runs the target as a child: passes signals on, and ends as it ends. */
function follow(command, commandArgs) {
  const child = spawn(command, commandArgs, { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child too; it shuts down in its own time.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** Keeps a second terminal from installing or building at the same time: it waits for the first. */
function alone(work) {
  const lock = path.join(ROOT, '.bootstrap.lock');
  const own = `${lock}.${process.pid}`;
  for (let waits = 0; ; waits++) {
    try {
      // There only with its holder in it: whoever is killed in between leaves a lock that nobody waits for.
      writeFileSync(own, String(process.pid));
      linkSync(own, lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      rmSync(own, { force: true });
    }
    const holder = Number(existsSync(lock) ? readFileSync(lock, 'utf8') : 0);
    // One of this very process is of another that had its number, in a container that was killed.
    if (holder === process.pid || (holder > 0 && !isAlive(holder))) rmSync(lock, { force: true });
    else {
      if (waits === 0) say(`waiting for process ${holder}, which installs or builds`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  const unlock = () => rmSync(lock, { force: true });
  process.on('exit', unlock);
  work();
  process.off('exit', unlock);
  unlock();
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Prints what takes more than a moment; on stderr, so that `--json` output stays clean. */
function say(line) {
  console.error(`genba: ${line}`);
}

function run(command, commandArgs, shell = false) {
  const outcome = spawnSync(command, commandArgs, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', shell });
  if (outcome.status === 0) return;
  console.error(outcome.stdout ?? '', outcome.stderr ?? '', outcome.error?.message ?? '');
  say(`'${path.basename(command)} ${commandArgs.join(' ')}' failed; see above`);
  process.exit(1);
}

function npm(npmArgs) {
  const windows = process.platform === 'win32';
  run(windows ? 'npm.cmd' : 'npm', npmArgs, windows);
}

/** A Node that is new enough, which npm brings into `.toolchain/`. */
function rightNode() {
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const packageName = `node-${os}-${process.arch}`;
  const home = path.join(ROOT, '.toolchain');
  const binary = path.join(home, 'node_modules', packageName, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(binary)) {
    say(`Node ${process.versions.node} is too old; fetching Node ${NODE_MAJOR} from npm into .toolchain/ (once)`);
    mkdirSync(home, { recursive: true });
    npm(['install', '--prefix', home, '--no-save', '--no-package-lock', `${packageName}@${NODE_MAJOR}`]);
  }
  return binary;
}

/** Whether a work is done for what there is now. A work is described by where that is noted, and how what is there is told apart. */
function isFresh({ made, stamp, wanted }) {
  return made.every(existsSync) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

function renew({ make, stamp, wanted }) {
  make();
  writeFileSync(stamp, wanted());
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function hash(files) {
  const digest = createHash('sha256');
  for (const file of files) digest.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file));
  return digest.digest('hex');
}
