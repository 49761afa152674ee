import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Wallet } from 'ethers';
import { LedgerError } from '../sdk/errors.js';

/**
 * A key of the service's own: made on first use; it can only do what anyone may.
 *
 * @param dataFolder - Where it is kept, readable by its owner only.
 * @param name - The payout runner's, or the gatekeeper's: each has nonces of its own.
 * @throws `DATA_UNWRITABLE`; `BAD_CONFIG` when the file holds no key.
 */
export function readRunnerKey(dataFolder: string, name: 'runner' | 'gatekeeper' = 'runner'): string {
  const file = path.join(dataFolder, `${name}.key`);
  // The file appears whole or not at all: one that a crash left empty would stop every later start.
  const mine = `${file}.${process.pid}`;
  try {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(mine, Wallet.createRandom().privateKey, { mode: 0o600, flush: true });
    linkSync(mine, file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new LedgerError('DATA_UNWRITABLE', { folder: dataFolder, problem: message });
  } finally {
    if (existsSync(mine)) rmSync(mine);
  }
  const key = readFileSync(file, 'utf8').trim();
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(key)) {
    throw new LedgerError('BAD_CONFIG', {
      setting: file,
      problem: 'it holds no private key; move it away, another one is made.',
    });
  }
  return key;
}
