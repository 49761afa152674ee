import path from 'node:path';
import type { Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import type { Config } from './config.js';
import type { Engine, StorePlace, StoreUse } from './store/engine.js';
import type { OtherStore } from './store/migrate.js';
import { openStore } from './store/open.js';

/** The database that DATABASE_URL names, or else a folder here; each deployment has a schema of its own. */
export function placeOf(config: Pick<Config, 'databaseUrl' | 'dataFolder'>, deployment: Pick<Deployment, 'name'>): StorePlace {
  const schema = `genba_${deployment.name.replaceAll('-', '_')}`;
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, schema };
  return { folder: path.join(config.dataFolder, deployment.name), schema };
}

/** A store as sentences name it: without the password. */
export function nameOf(place: StorePlace): string {
  if (!('url' in place)) return place.folder;
  const { host, pathname } = new URL(place.url);
  return `schema ${place.schema} of ${host}${pathname}`;
}

/**
 * Opens a store.
 *
 * @param use - For what; `read`: beside the one that owns it, where the database allows that.
 * @throws `STORE_UNREACHABLE`, `STORE_LOCKED`, `STORE_NEWER`, `STORE_OLDER`.
 */
export async function openStoreOrRefuse(place: StorePlace, use: StoreUse = 'own'): Promise<Engine> {
  const store = nameOf(place);
  const opened = await openStore(place, use).catch((error: Error) => {
    throw new LedgerError('STORE_UNREACHABLE', { store, problem: error.message });
  });
  if ('heldBy' in opened) throw new LedgerError('STORE_LOCKED', { holder: opened.heldBy, store });
  if ('db' in opened) return opened;
  throw otherStore(opened, store);
}

/** The refusal of a store that another version has written. */
export function otherStore(other: OtherStore, store: string): LedgerError {
  if ('newerMigration' in other) return new LedgerError('STORE_NEWER', { store, migration: other.newerMigration });
  return new LedgerError('STORE_OLDER', { store, migration: other.missingMigration });
}
