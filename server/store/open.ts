import type { Engine, StorePlace } from './engine.js';
import type { LockHolder } from './lock.js';
import { migrate, type NewerStore } from './migrate.js';
import { openPglite } from './pglite.js';
import { openPostgres } from './postgres.js';

/**
 * Opens a store for this process alone and brings it up to date.
 *
 * @param place - Where it is.
 * @returns The store, or why it can't be used: another process holds it, or a newer version wrote it.
 */
export async function openStore(place: StorePlace): Promise<Engine | LockHolder | NewerStore> {
  const engine = 'url' in place ? await openPostgres(place.url, place.schema) : await openPglite(place.folder, place.schema);
  if ('heldBy' in engine) return engine;
  try {
    const newer = await migrate(engine, place.schema);
    if (newer === undefined) return engine;
    await engine.close();
    return newer;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
