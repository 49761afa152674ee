import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { LedgerError } from '../../sdk/errors.js';
import type { Snapshot } from '../domain/reads.js';
import type { Route } from './route.js';
import { accessRoutes } from './routes/access.js';
import { datasetRoutes } from './routes/datasets.js';
import { memberRoutes } from './routes/members.js';
import { payoutRoutes } from './routes/payouts.js';

const ROUTES: readonly Route[] = [...memberRoutes, ...datasetRoutes, ...accessRoutes, ...payoutRoutes];

/** What the API needs. */
export interface AppPorts {
  snapshot: Snapshot;
  /** What `/health` says; `healthy` decides between 200 and 503. */
  health(): Promise<{ healthy: boolean } & Record<string, unknown>>;
  /** What `/network` says: the public facts of the deployment. */
  network: unknown;
  log: Logger;
}

/**
 * The HTTP API: reads only; every answer is `{ asOf, data }`, every refusal `{ code, message, details, requestId }`.
 *
 * @param ports - What the API needs.
 */
export function createApp(ports: AppPorts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    response.locals.requestId = randomUUID();
    response.setHeader('x-request-id', response.locals.requestId);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new LedgerError('METHOD_NOT_ALLOWED', { path: request.path });
    }
    next();
  });
  app.get('/', (_, response) => {
    response.json({ routes: ['/health', '/network', ...ROUTES.map(({ path, summary }) => ({ path, summary }))] });
  });
  app.get('/health', async (_, response) => {
    const health = await ports.health();
    response.status(health.healthy ? 200 : 503).json(health);
  });
  app.get('/network', (_, response) => {
    response.json(ports.network);
  });
  for (const one of ROUTES) {
    app.get(one.path, async (request, response) => {
      const input = { params: parse(one.params, request.params, request), query: parse(one.query, request.query, request) };
      const { asOf, value } = await ports.snapshot((reads) => one.handle({ ...input, reads }));
      response.json({ asOf, data: value });
    });
  }
  app.use((request) => {
    throw new LedgerError('ROUTE_UNKNOWN', { path: request.path });
  });
  app.use(answerProblem(ports.log));
  return app;
}

function parse(schema: z.ZodType, value: unknown, request: Request): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new LedgerError('BAD_QUERY', { path: request.path, problem: z.prettifyError(parsed.error).replaceAll('\n', ' ') });
}

/** Express refuses malformed requests with a status of its own. */
function toProblem(error: unknown, path: string): LedgerError {
  if (error instanceof LedgerError) return error;
  const { status } = error as { status?: number };
  if (status !== undefined && status >= 400 && status < 500)
    return new LedgerError('BAD_QUERY', { path, problem: 'it is malformed.' });
  return new LedgerError('INTERNAL');
}

/** Says what went wrong without a stack; the log has the rest under the request id. */
function answerProblem(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = toProblem(error, request.path);
    const { requestId } = response.locals;
    if (problem.status >= 500) log.error({ requestId, path: request.path, err: error }, 'request failed');
    response.status(problem.status).json({
      code: problem.code,
      message: problem.message,
      details: problem.details,
      requestId,
    });
  };
}
