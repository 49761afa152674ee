import { LedgerError } from './errors.js';

/** The block that an answer is true for. */
export interface AsOf {
  block: number;
  blockHash: string;
  /** Unix seconds. */
  blockTime: number;
}

/** Reads from a service. */
export interface Api {
  url: string;
  /** One answer with the block it is true for. */
  get<T>(path: string, query?: Record<string, string | number | undefined>): Promise<{ asOf: AsOf; data: T }>;
  /** An answer without a block, such as `/health`; `accept` names further statuses that carry one. */
  plain<T>(path: string, accept?: readonly number[]): Promise<T>;
}

/**
 * Makes a client of a service's API.
 *
 * @param url - Where the service is.
 */
export function createApi(url: string): Api {
  const ask = async <T>(path: string, accept: readonly number[] = []): Promise<T> => {
    let response: Response;
    try {
      response = await fetch(new URL(path, url), { signal: AbortSignal.timeout(30_000) });
    } catch {
      throw new LedgerError('API_UNREACHABLE', { apiUrl: url });
    }
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok || accept.includes(response.status)) return body as T;
    const { code, message, details } = (body ?? {}) as { code?: string; message?: string; details?: Record<string, unknown> };
    if (code === undefined || message === undefined)
      throw new LedgerError('API_FAILED', { apiUrl: url, status: response.status });
    throw new LedgerError(code, details ?? {}, { sentence: message, status: response.status });
  };
  return {
    url,
    get: (path, query = {}) => {
      const given = Object.entries(query).filter(([, value]) => value !== undefined);
      const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
      return ask(search.size === 0 ? path : `${path}?${search}`);
    },
    plain: ask,
  };
}

/**
 * Reads all pages of a list whose rows have ascending ids.
 *
 * @param api - The service.
 * @param path - The list.
 * @param query - Its filters.
 * @returns All rows, and the block of the last page.
 */
export async function listAll<T extends { id: number }>(
  api: Api,
  path: string,
  query: Record<string, string | number | undefined> = {},
): Promise<{ asOf: AsOf; data: T[] }> {
  const limit = 1000;
  const rows: T[] = [];
  for (;;) {
    const { asOf, data } = await api.get<T[]>(path, { ...query, after: rows.at(-1)?.id ?? 0, limit });
    rows.push(...data);
    if (data.length < limit) return { asOf, data: rows };
  }
}
