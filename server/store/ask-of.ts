import { CompiledQuery, type Kysely } from 'kysely';
import type { Ask } from './engine.js';
import type { Database } from './schema.js';

/** Asks through a query builder's connection. */
export function askOf(db: Kysely<Database>): Ask {
  return async <Row>(statement: string, values: readonly unknown[]) =>
    (await db.executeQuery<Row>(CompiledQuery.raw(statement, [...values]))).rows;
}
