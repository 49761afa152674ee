import type { Engine, StorePlace, StoreUse } from './engine.js';
import type { LockHolder } from './lock.js';
import { migrate, type OtherStore, requireMigrated } from './migrate.js';
import { openPglite } from './pglite.js';
import { openPostgres } from './postgres.js';

/**
 * Opens a store and brings it up to date, or only to read it as it is. One that is served is brought up to date by whoever leads.
 *
 * @param place - Where it is.
 * @param use - For what; `read`: beside the one that owns it, where the database allows that.
 * @returns The store, or why it can't be used: another process holds it, or another version wrote it.
 */
export async function openStore(place: StorePlace, use: StoreUse = 'own'): Promise<Engine | LockHolder | OtherStore> {
  const { schema } = place;
  const engine = 'url' in place ? await openPostgres(place.url, schema, use) : await openPglite(place.folder, schema);
  if ('heldBy' in engine) return engine;
  try {
    const other = await { own: () => migrate(engine, schema), serve: async () => undefined, read: () => requireMigrated(engine) }[
      use
    ]();
    if (other === undefined) return engine;
    await engine.close();
    return other;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
