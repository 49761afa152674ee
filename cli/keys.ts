import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Wallet } from 'ethers';
import { LedgerError } from '../sdk/errors.js';

/**
 * Makes a key and keeps it in the home folder, readable by its owner only.
 *
 * @param home - The home folder.
 * @param name - The key's name.
 * @param password - Encrypts the file; absent: it is not protected.
 * @returns The key's address.
 * @throws `KEY_EXISTS`.
 */
export async function makeKey(home: string, name: string, password: string | undefined): Promise<string> {
  const wallet = Wallet.createRandom();
  const file = keyFile(home, name);
  const content = password === undefined ? JSON.stringify({ privateKey: wallet.privateKey }) : await wallet.encrypt(password);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${content}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new LedgerError('KEY_EXISTS', { name });
    throw error;
  }
  return wallet.address;
}

/**
 * Opens a key.
 *
 * @param home - The home folder.
 * @param name - The key's name.
 * @param password - Opens a protected key; absent: asked for at a terminal.
 * @throws `KEY_UNKNOWN`, `KEY_LOCKED`.
 */
export async function openKey(home: string, name: string, password: string | undefined): Promise<Wallet> {
  let content: string;
  try {
    content = readFileSync(keyFile(home, name), 'utf8');
  } catch {
    throw new LedgerError('KEY_UNKNOWN', { name, folder: path.join(home, 'keys') });
  }
  try {
    const { privateKey } = JSON.parse(content) as { privateKey?: string };
    if (privateKey !== undefined) return new Wallet(privateKey);
    const secret = password ?? (await askPassword(`password of key '${name}': `));
    return (await Wallet.fromEncryptedJson(content, secret)) as Wallet;
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    const wrong = /password/i.test((error as Error).message);
    throw new LedgerError('KEY_LOCKED', { name, problem: wrong ? 'the password is wrong' : (error as Error).message });
  }
}

/** Asks at the terminal; says how to give a password where there is none. */
export async function askPassword(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new LedgerError('PASSWORD_MISSING');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function keyFile(home: string, name: string): string {
  if (!/^[\w.-]+$/.test(name))
    throw new LedgerError('BAD_ARGUMENT', { argument: name, problem: 'a key name is letters, digits, . _ -' });
  return path.join(home, 'keys', `${name}.json`);
}
