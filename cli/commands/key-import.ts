import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { isKeystoreJson, Wallet } from 'ethers';
import { LedgerError } from '../../sdk/errors.js';
import { defineCommand } from '../define-command.js';
import { askNewPassword, askPassword, keepKey, requireNewKey } from '../keys.js';

interface Options {
  file?: string;
  password: boolean;
}

/** `genba key import` */
export const keyImport = defineCommand({
  verb: 'import',
  does: 'keep a key that you have: a private key from stdin, or an encrypted JSON file',
  args: { '<name>': 'name of the key here' },
  options: {
    '--file <file>': 'encrypted JSON (keystore version 3); its password stays the same',
    '--no-password': 'do not encrypt it (tests and trials only)',
  },
  note: 'A private key is never an argument: others on the machine could see it. At a terminal it is asked for, unseen.',
  examples: ['genba key import works --file UTC--2026-01-31.json', 'GENBA_PASSWORD=… genba key import works < secret.txt'],
  async run(context, options: Options, name: string) {
    requireNewKey(context.home, name);
    const { wallet, known } = await (options.file === undefined ? fromStdin() : fromFile(options.file, context.password));
    const password = options.password ? (known ?? context.password ?? (await askNewPassword(name))) : undefined;
    const address = await keepKey(context.home, name, wallet, password);
    context.print({ name, address }, `key ${name}: ${address}`);
  },
});

interface Imported {
  wallet: Wallet;
  /** The password that it had. */
  known?: string;
}

async function fromStdin(): Promise<Imported> {
  const secret = (process.stdin.isTTY ? await askPassword('private key: ') : await text(process.stdin)).trim();
  try {
    return { wallet: new Wallet(secret) };
  } catch {
    // Nothing of it is repeated: it may be a secret with a typing error.
    throw new LedgerError('KEY_REFUSED', { problem: 'a private key is 32 bytes, written as 64 hex digits with or without 0x' });
  }
}

async function fromFile(file: string, given: string | undefined): Promise<Imported> {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw new LedgerError('FILE_UNREADABLE', { file, problem: (error as NodeJS.ErrnoException).code });
  }
  if (!isKeystoreJson(content)) throw new LedgerError('KEY_REFUSED', { problem: `'${file}' is no keystore of version 3` });
  const known = given ?? (await askPassword(`password of '${file}': `));
  try {
    return { wallet: new Wallet((await Wallet.fromEncryptedJson(content, known)).privateKey), known };
  } catch {
    throw new LedgerError('KEY_LOCKED', { name: file, problem: 'the password is wrong' });
  }
}
