// Completes the lock files: npm leaves out entries of optional packages for other platforms when the registry lacks them, and `npm ci`
// then refuses the lock ("Missing: X from lock file"). A stub satisfies it and is never installed, because os and cpu do not match.
// With --check it only reports, and fails when something is missing.
import { readFileSync, writeFileSync } from 'node:fs';

/** Ours, and those of what the benches alone need. */
const FILES = [
  'package-lock.json',
  'bench/index/tools/package-lock.json',
  'bench/index/peers/ponder/package-lock.json',
  'bench/index/peers/subsquid/package-lock.json',
  'bench/index/peers/envio/package-lock.json',
];
const checkOnly = process.argv.includes('--check');
let complaints = 0;
for (const file of FILES) complete(file);
process.exit(complaints === 0 ? 0 : 1);

function complete(file) {
  const url = new URL(`../${file}`, import.meta.url);
  const lock = JSON.parse(readFileSync(url, 'utf8'));
  const missing = [];
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isPresent(lock, place, name)) missing.push({ name, version: range.replace(/^[\^~]/, '') });
    }
  }
  if (checkOnly) {
    const foreignHosts = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.startsWith('http'));
    for (const { name, version } of missing) console.error(`${file} lacks ${name}@${version}; run node scripts/fix-lock.mjs`);
    for (const [place] of foreignHosts) {
      console.error(`${file} names a download address for ${place}; set omit-lockfile-registry-resolved`);
    }
    complaints += missing.length + foreignHosts.length;
    return;
  }
  for (const { name, version } of missing) {
    const platform = platformOf(name);
    if (platform.os[0] === process.platform && platform.cpu[0] === process.arch)
      throw new Error(`${name} is for this platform: install it`);
    lock.packages[`node_modules/${name}`] = { version, optional: true, ...platform };
    console.log(`stubbed ${name}@${version} in ${file}`);
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(url, `${JSON.stringify(lock, null, 2)}\n`);
}

/** Node's own look-up: beside the dependent, then in each folder above it. */
function isPresent(lock, place, name) {
  for (let base = place; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`] !== undefined) return true;
    if (base === '') return false;
    if (!base.includes('/node_modules/')) base = '';
  }
}

/** The platform that a package's name tells of. */
function platformOf(name) {
  const first = (pairs, other) => pairs.find(([pattern]) => pattern.test(name))?.[1] ?? other;
  const os = first(
    [
      [/darwin|macos/, 'darwin'],
      [/win32|windows/, 'win32'],
      [/freebsd/, 'freebsd'],
      [/android/, 'android'],
      [/aix/, 'aix'],
      [/netbsd/, 'netbsd'],
      [/openbsd/, 'openbsd'],
      [/sunos/, 'sunos'],
      [/openharmony/, 'openharmony'],
      [/wasm|wasi/, 'none'],
    ],
    'linux',
  );
  const cpu = first(
    [
      [/arm64|aarch64/, 'arm64'],
      [/gnueabihf|-arm$|-arm-/, 'arm'],
      [/ppc64/, 'ppc64'],
      [/riscv64/, 'riscv64'],
      [/s390x/, 's390x'],
      [/loong64/, 'loong64'],
      [/mips64/, 'mips64el'],
      [/ia32|i686/, 'ia32'],
      [/wasm|wasi/, 'wasm32'],
    ],
    'x64',
  );
  return { os: [os], cpu: [cpu] };
}
