import { z } from 'zod';
import { LedgerError } from '../errors.js';
import type { SignIn } from '../sign-in.js';
import { ENDPOINTS, type EndpointName } from './endpoints.js';
import { AS_OF_HEADERS, type FileFormat } from './formats.js';
import { pathOf } from './path-of.js';
import { asOf } from './values.js';

const TIMEOUT_MS = 30_000;
const UNAUTHORIZED = 401;
const LARGEST_PAGE = 1000;

/** The block that an answer is true for. */
export type AsOf = z.output<typeof asOf>;

type Endpoint<Name extends EndpointName> = (typeof ENDPOINTS)[Name];
type Row<Name extends EndpointName> = z.output<Endpoint<Name>['answer']>;
/** Endpoints that answer in pages. */
export type ListName = { [Name in EndpointName]: Endpoint<Name> extends { list: true } ? Name : never }[EndpointName];
type OneName = Exclude<EndpointName, ListName>;

/** Values of an endpoint's parameters, by name. */
export type Input<Name extends EndpointName> = {
  [Key in keyof z.input<Endpoint<Name>['input']>]?: string | number | boolean | undefined;
};

/** A page of a list. */
export interface Page<Name extends ListName> {
  asOf: AsOf;
  data: Row<Name>[];
  /** `after` of the following page; null at the end. */
  next: string | null;
}

/** A whole list on its way. */
export interface ListFile {
  asOf: AsOf;
  /** Whether every row is true for that block; otherwise rows were read while the ledger went on. */
  atOneBlock: boolean;
  /** Breaks off with an error when the transfer does. */
  body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Reads from a service. Everything throws `API_UNREACHABLE`, `API_FAILED`, or the code of the service's refusal. */
export interface Api {
  url: string;
  /** One thing, and the block it is true for. */
  get<Name extends OneName>(name: Name, input?: Input<Name>): Promise<{ asOf: AsOf; data: Row<Name> }>;
  /** One page of a list. */
  page<Name extends ListName>(name: Name, input?: Input<Name>): Promise<Page<Name>>;
  /** All rows of a list, page by page; the block is that of the last page. */
  all<Name extends ListName>(name: Name, input?: Input<Name>): Promise<{ asOf: AsOf; data: Row<Name>[] }>;
  /** A whole list as a file. */
  file<Name extends ListName>(name: Name, format: FileFormat, input?: Input<Name>): Promise<ListFile>;
  /** What is not only read, as JSON. */
  send(method: string, path: string, body?: unknown): Promise<unknown>;
  /** An answer without a block, such as `/health`; `accept` names further statuses that carry one. */
  plain<T>(path: string, accept?: readonly number[]): Promise<T>;
}

/**
 * Makes a client of a service's API.
 *
 * @param url - Where the service is.
 * @param signIn - Signs in when the service asks for it; absent: its refusal is thrown.
 */
export function createApi(url: string, signIn?: () => Promise<SignIn>): Api {
  let token: string | undefined;
  const send = async (path: string, options: RequestInit = {}): Promise<Response> => {
    try {
      return await fetch(new URL(path, url), { signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
    } catch {
      throw new LedgerError('API_UNREACHABLE', { apiUrl: url });
    }
  };
  /** Signs in when the service asks for it. */
  const sendSigned = async (path: string, options: RequestInit = {}): Promise<Response> => {
    const withToken = () => {
      const headers = { ...options.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
      return send(path, { ...options, headers });
    };
    const response = await withToken();
    if (response.status === UNAUTHORIZED && signIn !== undefined) {
      const body = JSON.stringify(await signIn());
      const answer = await read(
        await send('/tokens', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
        [],
      );
      ({ token } = answer as { token: string });
      return withToken();
    }
    return response;
  };
  const ask = async (path: string, accept: readonly number[] = []) => read(await sendSigned(path), accept);
  const read = async (response: Response, accept: readonly number[]): Promise<unknown> => {
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok || accept.includes(response.status)) return body;
    const { code, message, details } = (body ?? {}) as { code?: string; message?: string; details?: Record<string, unknown> };
    if (code === undefined || message === undefined)
      throw new LedgerError('API_FAILED', { apiUrl: url, status: response.status });
    throw new LedgerError(code, details ?? {}, { sentence: message, status: response.status });
  };

  const call = async <Name extends EndpointName>(name: Name, input: Input<Name> = {}) => {
    const endpoint = ENDPOINTS[name];
    const body = await ask(pathOf(endpoint.path, input as Record<string, unknown>));
    const answer = z.object({
      asOf,
      data: endpoint.list ? z.array(endpoint.answer) : endpoint.answer,
      next: z.string().nullable().default(null),
    });
    const parsed = answer.safeParse(body);
    if (!parsed.success) {
      const problem = z.prettifyError(parsed.error).replaceAll('\n', ' ');
      throw new LedgerError('API_OTHER', { apiUrl: url, path: endpoint.path, problem });
    }
    return parsed.data;
  };

  const api: Api = {
    url,
    get: (name, input) => call(name, input) as never,
    page: (name, input) => call(name, input) as never,
    async all(name, input) {
      const rows: Row<typeof name>[] = [];
      let after: string | undefined;
      for (;;) {
        const from = after === undefined ? {} : { after };
        const page = await api.page(name, { limit: LARGEST_PAGE, ...input, ...from } as Input<typeof name>);
        rows.push(...page.data);
        if (page.next === null) return { asOf: page.asOf, data: rows };
        after = page.next;
      }
    },
    async file(name, format, input = {}) {
      const path = pathOf(ENDPOINTS[name].path, { ...input, format });
      // Only its beginning has a time; the whole may take long.
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), TIMEOUT_MS);
      const response = await sendSigned(path, { signal: late.signal }).finally(() => clearTimeout(timer));
      if (!response.ok || response.body === null) await read(response, []);
      const said = (key: keyof typeof AS_OF_HEADERS) => response.headers.get(AS_OF_HEADERS[key]) ?? '';
      return {
        asOf: {
          block: Number(said('block')),
          blockHash: said('blockHash'),
          blockTime: Number(said('blockTime')),
          ...(said('asked') === '' ? {} : { asked: Number(said('asked')) }),
        },
        atOneBlock: said('reach') === 'block',
        body: response.body as ListFile['body'],
      };
    },
    async send(method, path, body) {
      const said = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      return read(await sendSigned(path, { method, ...said }), []);
    },
    plain: <T>(path: string, accept?: readonly number[]) => ask(path, accept) as Promise<T>,
  };
  return api;
}
