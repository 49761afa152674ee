import { spawn } from 'node:child_process';
import { LedgerError } from '../../sdk/errors.js';
import { PLATFORM_BINARY, requireEngine } from './engine.js';

/**
 * Has an act on the platform chain done (`network/engine/platform`). Keys go through a pipe: no list of processes shows them.
 *
 * @param act - Which.
 * @param request - What it needs.
 * @throws `ENGINE_MISSING`, `PLATFORM_REFUSED`.
 */
export async function onPlatform<T>(act: 'found' | 'add-validator' | 'remove-validator', request: object): Promise<T> {
  requireEngine(PLATFORM_BINARY);
  const child = spawn(PLATFORM_BINARY, [act], { stdio: ['pipe', 'pipe', 'pipe'] });
  let [said, refused] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    refused += chunk;
  });
  child.stdin.end(JSON.stringify(request));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new LedgerError('PLATFORM_REFUSED', { act, problem: refused.trim() || `it ended with ${code}` });
  return JSON.parse(said) as T;
}
