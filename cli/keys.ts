import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getAddress, isKeystoreJson, Wallet } from 'ethers';
import { LedgerError } from '../sdk/errors.js';
import { askHidden } from './ask-hidden.js';

/** A key as its file shows it, without its password. */
export interface KeyFile {
  name: string;
  address: string;
  /** Whether a password encrypts it. */
  protected: boolean;
  /** Whether others than its owner may read the file. */
  open: boolean;
}

/**
 * Makes a key and keeps it in the home folder, readable by its owner only.
 *
 * @param home - The home folder.
 * @param name - The key's name.
 * @param password - Encrypts the file; absent: it is not protected.
 * @returns The key's address.
 * @throws `KEY_EXISTS`.
 */
export function makeKey(home: string, name: string, password: string | undefined): Promise<string> {
  return keepKey(home, name, new Wallet(Wallet.createRandom().privateKey), password);
}

/**
 * Keeps a key that came from elsewhere.
 *
 * @param wallet - The key; the rest as for {@link makeKey}.
 * @returns The key's address.
 * @throws `KEY_EXISTS`.
 */
export async function keepKey(home: string, name: string, wallet: Wallet, password: string | undefined): Promise<string> {
  requireNewKey(home, name);
  const content = password === undefined ? JSON.stringify({ privateKey: wallet.privateKey }) : await wallet.encrypt(password);
  const file = keyFile(home, name);
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
 * Refuses, before anybody is asked for a password, a name that is taken.
 *
 * @throws `KEY_EXISTS`, `BAD_ARGUMENT`.
 */
export function requireNewKey(home: string, name: string): void {
  const file = keyFile(home, name);
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) throw new LedgerError('KEY_EXISTS', { name });
}

/**
 * The keys of a home folder by name.
 *
 * @returns Files that hold no key are left out.
 */
export function listKeys(home: string): KeyFile[] {
  let names: string[];
  try {
    names = readdirSync(path.join(home, 'keys'));
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => describeKey(home, name.slice(0, -'.json'.length)) ?? []);
}

/** A key as its file shows it; undefined when there is none, or it holds none. */
export function describeKey(home: string, name: string): KeyFile | undefined {
  try {
    const file = keyFile(home, name);
    const content = readFileSync(file, 'utf8');
    const { address, privateKey } = JSON.parse(content) as { address?: string; privateKey?: string };
    const open = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
    if (privateKey !== undefined) return { name, address: new Wallet(privateKey).address, protected: false, open };
    if (address === undefined || !isKeystoreJson(content)) return undefined;
    return { name, address: getAddress(`0x${address.replace(/^0x/, '')}`), protected: true, open };
  } catch {
    return undefined;
  }
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

/**
 * Asks at the terminal, unseen.
 *
 * @throws `PASSWORD_MISSING` where there is none, `CANCELLED` after Ctrl-C or Ctrl-D.
 */
export async function askPassword(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new LedgerError('PASSWORD_MISSING');
  return askHidden(question, process.stdin, process.stderr);
}

/**
 * Asks for a new password twice, for nobody sees what is typed.
 *
 * @throws `PASSWORD_EMPTY`, `PASSWORDS_DIFFER`, and what {@link askPassword} refuses.
 */
export async function askNewPassword(name: string): Promise<string> {
  const password = await askPassword(`new password for key '${name}': `);
  if (password === '') throw new LedgerError('PASSWORD_EMPTY');
  if ((await askPassword('the same again: ')) !== password) throw new LedgerError('PASSWORDS_DIFFER');
  return password;
}

function keyFile(home: string, name: string): string {
  if (!/^[\w.-]+$/.test(name))
    throw new LedgerError('BAD_ARGUMENT', { argument: name, problem: 'a key name is letters, digits, . _ -' });
  return path.join(home, 'keys', `${name}.json`);
}
