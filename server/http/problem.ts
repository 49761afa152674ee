import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { LedgerError } from '../../sdk/errors.js';

/**
 * Says what went wrong without a stack; the log has the rest under the request id.
 *
 * @param log - Told of what is the service's own fault.
 */
export function answerProblem(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error, request.path);
    const { requestId } = response.locals;
    if (problem.status >= 500) log.error({ requestId, path: request.path, err: error }, 'request failed');
    if (response.headersSent) return next(error);
    response.status(problem.status).json({
      code: problem.code,
      message: problem.message,
      details: problem.details,
      requestId,
    });
  };
}

/** Express refuses malformed requests with a status of its own. */
function toProblem(error: unknown, path: string): LedgerError {
  if (error instanceof LedgerError) return error;
  const { status } = error as { status?: number };
  if (status !== undefined && status >= 400 && status < 500)
    return new LedgerError('BAD_QUERY', { path, problem: 'it is malformed.' });
  return new LedgerError('INTERNAL', { problem: 'the log has it under the request id' });
}
