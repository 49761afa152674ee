import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Wallet } from 'ethers';
import { LedgerError } from '../sdk/errors.js';

/**
 * The runner's own key: made on first use; it can only do what anyone may.
 *
 * @param dataFolder - Where it is kept, readable by its owner only.
 * @throws `DATA_UNWRITABLE`.
 */
export function readRunnerKey(dataFolder: string): string {
  const file = path.join(dataFolder, 'runner.key');
  try {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, Wallet.createRandom().privateKey, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new LedgerError('DATA_UNWRITABLE', { folder: dataFolder, problem: message });
  }
  return readFileSync(file, 'utf8').trim();
}
