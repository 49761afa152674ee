import os from 'node:os';
import path from 'node:path';

/** Defaults that the environment can set; an option on the command line wins. */
export const DEFAULTS = {
  network: process.env.GENBA_NETWORK ?? 'embedded',
  api: process.env.GENBA_API ?? 'http://127.0.0.1:4100',
  rpc: process.env.GENBA_RPC_URL,
  key: process.env.GENBA_KEY,
  home: process.env.GENBA_HOME ?? path.join(os.homedir(), '.genba'),
  /** Opens protected keys where nobody can be asked. */
  password: process.env.GENBA_PASSWORD || undefined,
};

/** Where deployment files are. */
export const DEPLOYMENTS = process.env.GENBA_DEPLOYMENTS ?? path.resolve(import.meta.dirname, '..', 'network', 'deployments');
