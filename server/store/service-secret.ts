import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

const BYTES = 32;

/**
 * A secret that all processes which serve a store share; whoever asks first makes it up.
 *
 * @param db - The store.
 * @param name - Which.
 * @returns 32 bytes.
 */
export async function serviceSecret(db: Kysely<Database>, name: string): Promise<Buffer> {
  const secret = randomBytes(BYTES).toString('hex');
  await db
    .insertInto('service_secrets')
    .values({ name, secret })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.selectFrom('service_secrets').select('secret').where('name', '=', name).executeTakeFirstOrThrow();
  return Buffer.from(row.secret, 'hex');
}
