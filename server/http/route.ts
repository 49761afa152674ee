import type { z } from 'zod';
import { type AnswerOf, ENDPOINTS, type EndpointName } from '../../sdk/api/endpoints.js';
import { type PageOf, type PlacePage, readPlace } from '../domain/page.js';
import type { LedgerReads, TimelessReads } from '../domain/reads.js';

type InputOf<Name extends EndpointName> = Omit<z.output<(typeof ENDPOINTS)[Name]['input']>, 'asOf'>;
/** What may be asked as of a past block is answered by reads that know the past. */
type ReadsOf<Name extends EndpointName> = 'asOf' extends keyof (typeof ENDPOINTS)[Name]['input']['shape']
  ? TimelessReads
  : LedgerReads;
type ResultOf<Name extends EndpointName> = (typeof ENDPOINTS)[Name] extends { list: true }
  ? PageOf<AnswerOf<Name>>
  : AnswerOf<Name>;

/** What an answer is made from, beside the parameters. */
export interface RouteContext<Reads = LedgerReads> {
  /** At one block. */
  reads: Reads;
  /** Unix seconds, by the service's clock. */
  now: number;
  /** Unix seconds, of the block that the answer is true for. */
  at: number;
  /** Addresses of the deployment by name. */
  contracts: Record<string, string>;
}

/** An endpoint, and how it is answered. */
export interface Route {
  name: EndpointName;
  handle(input: never, context: RouteContext): Promise<unknown>;
}

/** Binds an endpoint to its answer; the types of both must fit. */
export function route<Name extends EndpointName>(
  name: Name,
  handle: (input: InputOf<Name>, context: RouteContext<ReadsOf<Name>>) => Promise<ResultOf<Name>>,
): Route {
  return { name, handle: handle as Route['handle'] };
}

/** Routes that look up single rows by their keys: so short that they are answered in company. */
const SHORT: ReadonlySet<EndpointName> = new Set(['dataset', 'version', 'terms', 'offer', 'grant', 'member', 'derivable']);

/** Whether a route is answered in company. */
export function isShort({ name }: Route): boolean {
  return SHORT.has(name);
}

/** The endpoint of a route. */
export function endpointOf({ name }: Route) {
  return ENDPOINTS[name];
}

/** A page in the chain's order, as a query asks for it. */
export function placePageOf(input: { after?: string | undefined; order: 'asc' | 'desc'; limit: number }): PlacePage {
  const { after, limit, order } = input;
  return { after: after === undefined ? undefined : readPlace(after), order, limit };
}
