import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/** A tool that PyPI has. */
export interface PythonTool {
  /** The program's name. */
  name: string;
  version: string;
  /** What to install, with exact versions. */
  packages: string[];
}

/** Why a tool can't be had here. */
export class ToolAbsent extends Error {}

function run(command: string, args: string[]) {
  return spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** A Python that can make virtual environments and is new enough. */
function findPython(): string {
  const needs = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
  const found = ['python3', 'python'].find((name) => run(name, ['-c', needs]).status === 0);
  if (found === undefined) throw new ToolAbsent('there is no Python 3.10 with venv here');
  return found;
}

/**
 * Fetches a tool from PyPI into an environment of its own in `.toolchain/`, once; a stamp tells a finished installation from a broken one.
 *
 * @param tool - Which.
 * @param say - Told when something is fetched.
 * @returns The program's path.
 * @throws {@link ToolAbsent} when there is no Python or PyPI does not answer.
 */
export function fetchTool({ name, packages, version }: PythonTool, say: (line: string) => void): string {
  const folder = path.join(ROOT, '.toolchain', `${name}-${version}`);
  const programs = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const python = findPython();
  const stamp = path.join(folder, '.genba-installed');
  if (!existsSync(stamp)) {
    say(`fetching ${name} from PyPI into .toolchain/ (once, half a minute)`);
    rmSync(folder, { recursive: true, force: true });
    const made = run(python, ['-m', 'venv', folder]);
    if (made.status !== 0) throw new ToolAbsent(`no virtual environment can be made: ${lastLine(made.stderr || made.stdout)}`);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    const got = run(path.join(programs, 'python'), [...pip, ...packages]);
    if (got.status !== 0) throw new ToolAbsent(`${name} can't be fetched from PyPI: ${lastLine(got.stderr)}`);
    writeFileSync(stamp, packages.join('\n'));
  }
  return path.join(programs, name);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
