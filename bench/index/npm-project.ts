import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WORK } from './places.js';

/** What makes a project another one. */
const MANIFESTS = ['package.json', 'package-lock.json', '.npmrc'];
const STAMP = '.installed';

/**
 * Installs an npm project of the bench into the ignored folder, unless it is there as its lock file says; its other files are copied anew.
 *
 * @param name - Where it goes.
 * @param source - The committed folder.
 * @param options.npm - Further options of `npm ci`.
 * @param options.built - Made once after installing, in the folder.
 * @returns The folder with `node_modules`.
 */
export function installed(
  name: string,
  source: string,
  options: { npm?: readonly string[]; built?(folder: string): void } = {},
): string {
  const folder = path.join(WORK, name);
  const stamp = path.join(folder, STAMP);
  const hash = createHash('sha256');
  for (const file of MANIFESTS) hash.update(readFileSync(path.join(source, file)));
  const wanted = `${hash.digest('hex')} ${process.version}`;
  const isFresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (!isFresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(source, folder, { recursive: true });
  if (isFresh) return folder;
  console.error(`installing ${name} …`);
  run(folder, 'npm', ['ci', '--no-audit', '--no-fund', ...(options.npm ?? [])]);
  options.built?.(folder);
  writeFileSync(stamp, wanted);
  return folder;
}

/**
 * Runs a program to its end, under the same Node as this.
 *
 * @throws What it said, when it fails.
 */
export function run(folder: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const PATH = `${path.dirname(process.execPath)}:${process.env.PATH}`;
  const { error, status, stderr, stdout } = spawnSync(command, args, {
    cwd: folder,
    env: { ...process.env, PATH, ...env },
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
}
