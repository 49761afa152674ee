import { CompiledQuery, Kysely } from 'kysely';
import type { Rows } from './past.js';

/** A query as a builder makes it. */
interface Built<Row> {
  compile(): CompiledQuery<Row>;
  execute(): Promise<Row[]>;
}

/**
 * Makes a question about rows by id whose text is written once: to write it takes the builder longer than to send it.
 *
 * @param build - Builds the query; the ids are to be its only array, and what else it is made of the same each time.
 * @returns Asks for the rows of some ids.
 */
export function askByIds<Row>(build: (place: Rows, ids: readonly number[]) => Built<Row>) {
  let written: CompiledQuery<Row> | undefined;
  return async (place: Rows, ids: readonly number[]): Promise<Row[]> => {
    // Of the past, the block is one more value, and another one each time.
    if (!(place instanceof Kysely)) return build(place, ids).execute();
    written ??= onlyByIds(build(place, ids).compile());
    const values = written.parameters.map((value) => (Array.isArray(value) ? ids.map(String) : value));
    return (await place.executeQuery<Row>(CompiledQuery.raw(written.sql, values))).rows;
  };
}

function onlyByIds<Row>(query: CompiledQuery<Row>): CompiledQuery<Row> {
  const arrays = query.parameters.filter((value) => Array.isArray(value));
  if (arrays.length !== 1) throw new Error(`a question by ids takes one array, this one ${arrays.length}: ${query.sql}`);
  return query;
}
