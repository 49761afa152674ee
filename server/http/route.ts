import type { z } from 'zod';
import type { LedgerReads } from '../domain/reads.js';

/** A route as data: Express, the overview at `/` and later the API description are made from the same list. */
export interface Route<Params extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType> {
  path: string;
  summary: string;
  params: Params;
  query: Query;
  /** What the answer's `data` holds; read at one block. */
  handle(input: { params: z.output<Params>; query: z.output<Query>; reads: LedgerReads }): Promise<unknown>;
}

/** Keeps the types of a route's parts together. */
export function route<Params extends z.ZodType, Query extends z.ZodType>(definition: Route<Params, Query>): Route {
  return definition as unknown as Route;
}
