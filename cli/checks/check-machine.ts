import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { configFileOf } from '../config.js';
import type { Context } from '../context.js';
import { listKeys } from '../keys.js';
import { type Finding, fail, ok, warn } from './finding.js';

const NODE_MAJOR = 24;
const WINDOWS = process.platform === 'win32';

/** Node as this program needs it. */
export function checkNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= NODE_MAJOR) return ok('node.js', version);
  return fail('node.js', `${version} is too old; start with bin/genba.mjs, which fetches Node ${NODE_MAJOR}`);
}

/** The config file; a bad one is found where it is read. */
export function checkConfig(home: string): Finding {
  const file = configFileOf(home);
  return ok('config', existsSync(file) ? file : `none at ${file}; 'genba init' writes one`);
}

/** The home folder and the keys in it. */
export function checkHome({ home }: Context): Finding[] {
  if (!existsSync(home)) return [warn('home', `there is no ${home} yet; 'genba key new NAME' makes it`)];
  try {
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [fail('home', `${home} can't be read and written; mend its owner or its permissions`)];
  }
  const keys = listKeys(home);
  const open = keys.filter((key) => key.open);
  const bare = keys.filter((key) => !key.protected && !key.open);
  const folder = `${home}/keys`;
  const seen = !WINDOWS && existsSync(folder) && (statSync(folder).mode & 0o022) !== 0;
  return [
    ok('home', `${home}, ${keys.length} key${keys.length === 1 ? '' : 's'}`),
    ...(seen ? [fail('keys', `others may write in ${folder}; chmod 700 ${folder}`)] : []),
    ...open.map((key) => fail('keys', `others may read key '${key.name}'; chmod 600 ${folder}/${key.name}.json`)),
    ...bare.map((key) => warn('keys', `key '${key.name}' has no password: who reads the file has the key`)),
  ];
}
