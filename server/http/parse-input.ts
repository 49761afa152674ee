import type { Request } from 'express';
import { z } from 'zod';
import type { Endpoint } from '../../sdk/api/endpoint.js';
import { type FORMATS, format } from '../../sdk/api/formats.js';
import { LedgerError } from '../../sdk/errors.js';

/** What a request asks for. */
export interface Asked {
  format: (typeof FORMATS)[number];
  /** Parameters of path and query together. */
  input: Record<string, unknown>;
}

/**
 * Makes the reader of an endpoint's parameters; a name that comes twice is refused, as is one that nobody asked for.
 *
 * @param endpoint - What is asked; a list may be asked for as a file.
 * @returns Reads a request, with some parameters in place of its own.
 */
export function inputParser(endpoint: Endpoint): (request: Request, instead?: Record<string, string>) => Asked {
  const schema = endpoint.list ? endpoint.input.extend({ format }) : endpoint.input;
  return (request, instead = {}) => {
    const parsed = schema.safeParse({ ...request.query, ...request.params, ...instead });
    if (!parsed.success) {
      const problem = z.prettifyError(parsed.error).replaceAll('\n', ' ');
      throw new LedgerError('BAD_QUERY', { path: request.path, problem });
    }
    const { format: asked = 'json', ...input } = parsed.data as Record<string, unknown>;
    return { format: asked as Asked['format'], input };
  };
}

/** @throws `FILE_IS_WHOLE` when a part is asked for. */
export function requireWhole({ query }: Request): void {
  if (query.after !== undefined || query.limit !== undefined) throw new LedgerError('FILE_IS_WHOLE');
}
