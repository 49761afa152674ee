import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fetchTool, ToolAbsent } from './python-tool.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const SCHEMATHESIS = { name: 'schemathesis', version: '4.32.0', packages: ['schemathesis==4.32.0'] };
const EXAMPLES = 20;
/** A stream without end; its own tests read it. */
const NOT_FUZZED = '/events/live';

const USAGE = `usage: npm run fuzz:api [-- OPTION …]
Starts a ledger of its own, with the demo consortium in it, and sends the API what its description allows and what it forbids: no 5xx, nothing that is not described.
Fetches schemathesis from PyPI the first time; where that or Python can't be had, it says so and lets pass. OPTIONs go to schemathesis.`;

/** Starts the embedded ledger in a folder and waits until it serves. */
async function startLedger(folder: string): Promise<{ url: string; child: ChildProcess }> {
  const env = {
    ...process.env,
    GENBA_DATA: folder,
    GENBA_DEPLOYMENTS: path.join(folder, 'deployments'),
    GENBA_PORT: '0',
    GENBA_RPC_PORT: '0',
    GENBA_RATE_LIMIT: '0',
    GENBA_LOG: 'error',
  };
  const loader = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const script = ['--import', loader, path.join(ROOT, 'scripts', 'start.ts')];
  const child = spawn(process.execPath, script, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const url = /^open +(\S+)/m.exec(said)?.[1];
      // Its last line: by then the demo has been played.
      if (url !== undefined && said.includes('stop  ')) resolve({ url, child });
    });
    child.once('exit', (code) => reject(new Error(`the ledger ended with ${code}:\n${said}`)));
  });
}

async function fuzz(schemathesis: string, url: string, more: string[]): Promise<number> {
  const options = [
    '--checks',
    'all',
    '--max-examples',
    String(EXAMPLES),
    '--seed',
    '1',
    '--exclude-path',
    NOT_FUZZED,
    '--no-color',
  ];
  const child = spawn(schemathesis, ['run', `${url}/openapi.json`, ...options, ...more], { stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-fuzz-'));
  let ledger: Awaited<ReturnType<typeof startLedger>> | undefined;
  try {
    const schemathesis = fetchTool(SCHEMATHESIS, (line) => console.log(`fuzz: ${line}`));
    console.log('fuzz: starting a ledger with the demo consortium in it');
    ledger = await startLedger(folder);
    process.exitCode = await fuzz(schemathesis, ledger.url, process.argv.slice(2));
  } catch (error) {
    if (error instanceof ToolAbsent) console.log(`fuzz: skipped, for ${error.message}`);
    else {
      console.error(`fuzz: ${(error as Error).message}`);
      process.exitCode = 1;
    }
  } finally {
    ledger?.child.kill('SIGTERM');
    if (ledger !== undefined) await new Promise((resolve) => ledger?.child.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}
