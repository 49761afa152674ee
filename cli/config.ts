import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LedgerError } from '../sdk/errors.js';
import { parseConfig } from './parse-config.js';

/** Every setting: its name in the environment and in the config file, what it means, and its value where nobody says another. */
export const SETTINGS = {
  network: { variable: 'GENBA_NETWORK', meaning: 'deployment to use', preset: 'embedded' },
  api: { variable: 'GENBA_API', meaning: 'service to read from', preset: 'http://127.0.0.1:4100' },
  rpc: { variable: 'GENBA_RPC_URL', meaning: "another node than the deployment's", preset: undefined },
  key: { variable: 'GENBA_KEY', meaning: 'key to act with', preset: undefined },
  home: {
    variable: 'GENBA_HOME',
    meaning: 'where keys, chunk hashes and metadata are kept',
    preset: path.join(os.homedir(), '.genba'),
  },
  deployments: {
    variable: 'GENBA_DEPLOYMENTS',
    meaning: 'where deployment files are',
    preset: path.resolve(import.meta.dirname, '..', 'network', 'deployments'),
  },
} as const;

/** A name in {@link SETTINGS}. */
export type SettingName = keyof typeof SETTINGS;
type Given = Partial<Record<SettingName, string>>;

/** What a command line goes by. */
export interface Settings {
  network: string;
  api: string;
  rpc: string | undefined;
  key: string | undefined;
  home: string;
  deployments: string;
  /** Opens protected keys where nobody can be asked. Never in a file. */
  password: string | undefined;
}

/** Where a value came from, the strongest first. */
export type Origin = 'option' | 'environment' | 'config file' | 'default';

/**
 * Where the config file is: in the home folder as option or environment name it.
 *
 * @param home - `--home`.
 */
export function configFileOf(home?: string): string {
  return path.join(home ?? inEnvironment('home') ?? SETTINGS.home.preset, 'config');
}

/**
 * Settles what a command line goes by: options before environment, before the config file, before what is usual.
 *
 * @param options - Of the command line.
 * @throws `CONFIG_LINE`, `FILE_UNREADABLE`.
 */
export function readSettings(options: Given): { settings: Settings; origins: Record<SettingName, Origin> } {
  const file = configFileOf(options.home);
  const inFile = parseConfig(readConfig(file), file);
  const origins: Partial<Record<SettingName, Origin>> = {};
  const settle = (name: SettingName): string | undefined => {
    const given: [Origin, string | undefined][] = [
      ['option', options[name]],
      ['environment', inEnvironment(name)],
      ['config file', inFile[SETTINGS[name].variable]],
      ['default', SETTINGS[name].preset],
    ];
    const [origin, value] = given.find(([, one]) => one !== undefined) ?? ['default'];
    origins[name] = origin;
    return value;
  };
  const settings: Settings = {
    network: settle('network') as string,
    api: settle('api') as string,
    rpc: settle('rpc'),
    key: settle('key'),
    home: settle('home') as string,
    deployments: settle('deployments') as string,
    password: process.env.GENBA_PASSWORD || undefined,
  };
  return { settings, origins: origins as Record<SettingName, Origin> };
}

function inEnvironment(name: SettingName): string | undefined {
  return process.env[SETTINGS[name].variable] || undefined;
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    throw new LedgerError('FILE_UNREADABLE', { file, problem: code });
  }
}
