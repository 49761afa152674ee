import type { RequestHandler } from 'express';
import { z } from 'zod';
import { LedgerError } from '../../sdk/errors.js';
import { signInSchema } from '../../sdk/sign-in.js';
import type { Readers } from '../domain/readers.js';

/**
 * Exchanges a signature for a token: a signature for each request would be no use to machines.
 *
 * @param readers - Who is let in.
 */
export function answerTokens(readers: Readers): RequestHandler {
  return async (request, response) => {
    const said = signInSchema.safeParse(request.body);
    if (!said.success) {
      const problem = z.prettifyError(said.error).replaceAll('\n', ' ');
      throw new LedgerError('BAD_QUERY', { path: request.path, problem });
    }
    const token = await readers.letIn(said.data);
    response.setHeader('cache-control', 'no-store');
    response.json(token);
  };
}

/** The token that a request carries. */
export function tokenOf(request: { headers: { authorization?: string | undefined } }): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
}
