import os from 'node:os';
import path from 'node:path';
import { LedgerError } from '../sdk/errors.js';

const VARIABLES = ['GENBA_NETWORK', 'GENBA_API', 'GENBA_RPC_URL', 'GENBA_KEY', 'GENBA_HOME', 'GENBA_DEPLOYMENTS'];
const URLS = ['GENBA_API', 'GENBA_RPC_URL'];
const FOLDERS = ['GENBA_HOME', 'GENBA_DEPLOYMENTS'];

/**
 * Reads a config file: a line each `NAME=value` with the names of the environment; `#` begins a comment line. Folders may begin with `~/`;
 * others that are not absolute are beside the file.
 *
 * @param text - What the file holds.
 * @param file - Its name, for refusals and folders.
 * @returns Values by variable.
 * @throws `CONFIG_LINE`.
 */
export function parseConfig(text: string, file: string): Record<string, string> {
  const values: Record<string, string> = {};
  text.split(/\r?\n/).forEach((line, i) => {
    if (/^\s*(#|$)/.test(line)) return;
    const refuse = (problem: string) => new LedgerError('CONFIG_LINE', { file, line: i + 1, problem });
    const match = /^\s*(\w+)\s*=(.*)$/.exec(line);
    if (match === null) throw refuse('write NAME=value, or put # before a comment');
    const [, name = '', rest = ''] = match;
    const value = rest.trim().replace(/^(["'])(.*)\1$/, '$2');
    if (name === 'GENBA_PASSWORD')
      throw refuse('a password does not belong into a file; remove it, and set it in the environment');
    if (!VARIABLES.includes(name)) throw refuse(`${name} is no setting; know ${VARIABLES.join(', ')}`);
    if (name in values) throw refuse(`${name} is set twice; remove one of the lines`);
    if (value === '') throw refuse(`${name} has no value; give it one, or put # before the line`);
    if (URLS.includes(name) && !/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
      throw refuse(`'${value}' is no web address; write it like http://127.0.0.1:4100`);
    }
    values[name] = FOLDERS.includes(name) ? folder(value, file) : value;
  });
  return values;
}

function folder(value: string, file: string): string {
  return path.resolve(path.dirname(file), value.replace(/^~(?=\/|\\|$)/, os.homedir()));
}
