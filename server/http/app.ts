import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { contractsOf, type Deployment } from '../../sdk/deployment.js';
import { LedgerError } from '../../sdk/errors.js';
import type { Readers } from '../domain/readers.js';
import type { LongReads, Snapshot } from '../domain/reads.js';
import type { WebhookBook } from '../domain/webhooks/webhook-book.js';
import { createAnswerCache } from './answer-cache.js';
import { answerRoute } from './answer-route.js';
import { type LiveFeed, liveEvents } from './live-events.js';
import type { Metrics } from './metrics.js';
import { describeApi, operationsOf } from './openapi.js';
import { PORTAL, servePortal, wantsPage } from './portal.js';
import { answerProblem } from './problem.js';
import { referencePage } from './reference-page.js';
import { endpointOf } from './route.js';
import { ROUTES } from './routes.js';
import { answerTokens } from './tokens.js';
import { answerWebhooks } from './webhooks.js';

const RATE_WINDOW_MS = 10_000;
/** Bodies are sign-ins, and what is said of webhooks. */
const LARGEST_BODY = '8kb';

/** Most bytes of answers that are kept until the next block. */
const MOST_KEPT_BYTES = 32 * 2 ** 20;

/** What the service says of itself. */
export interface ServiceState {
  /** What `/health` says; `healthy` decides between 200 and 503. */
  health(): Promise<{ healthy: boolean } & Record<string, unknown>>;
  /** What `/ready` says: whether answers can be given now. */
  ready(): { ready: boolean; reason: string | null };
}

/** What the API needs. */
export interface AppPorts {
  snapshot: Snapshot;
  longReads: LongReads;
  readers: Readers;
  webhooks: WebhookBook;
  state: ServiceState;
  deployment: Deployment;
  metrics: Metrics;
  feed: LiveFeed;
  /** Most requests of one address in ten seconds; 0: no limit. */
  rateLimit: number;
  /** Where the pages were built; undefined: there are none. */
  portalFolder: string | undefined;
  /** Part of every ETag: another version may answer otherwise. */
  version: string;
  log: Logger;
}

/**
 * The HTTP API: of the ledger it only reads; every answer is `{ asOf, data }`, every refusal `{ code, message, details, requestId }`.
 *
 * @param ports - What the API needs.
 */
export function createApp(ports: AppPorts): Express {
  const { deployment, log, metrics, state } = ports;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }), identify(log), metrics.measure);
  // The parts of a page are many, and files: they are not what a limit protects.
  if (ports.portalFolder !== undefined) app.use(PORTAL, onlyRead, servePortal(ports.portalFolder));
  app.use(limitRate(ports.rateLimit));
  app.post('/tokens', express.json({ limit: LARGEST_BODY }), answerTokens(ports.readers));
  answerWebhooks(app, ports, express.json({ limit: LARGEST_BODY }));
  app.use(onlyRead);

  const description = describeApi(ports.version);
  app.get('/', (request, response) => {
    response.vary('accept');
    if (ports.portalFolder !== undefined && wantsPage(request.headers.accept)) {
      response.redirect(PORTAL);
      return;
    }
    response.json({
      service: 'genba-ledger',
      version: ports.version,
      network: deployment.name,
      description: '/openapi.json',
      reference: '/docs',
      routes: operationsOf(description).map(({ method, operation, path }) => ({ method, path, summary: operation.summary })),
    });
  });
  app.get('/openapi.json', (_, response) => {
    response.json(description);
  });
  app.get('/docs', (_, response) => {
    response.type('html').send(referencePage(description));
  });
  app.get('/health', async (_, response) => {
    const health = await state.health();
    response.status(health.healthy ? 200 : 503).json(health);
  });
  app.get('/ready', (_, response) => {
    const ready = state.ready();
    response.status(ready.ready ? 200 : 503).json(ready);
  });
  app.get('/metrics', async (_, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  app.get('/network', (_, response) => {
    // Where nodes are watched is for operators.
    response.json({ ...deployment, headsUrls: undefined, healthUrls: undefined });
  });
  app.get('/events/live', liveEvents(ports.feed, ports.snapshot, ports.readers));
  const answering = { ...ports, cache: createAnswerCache(MOST_KEPT_BYTES), deployment: { contracts: contractsOf(deployment) } };
  for (const route of ROUTES) app.get(endpointOf(route).path, answerRoute(route, answering));
  app.use((request) => {
    throw new LedgerError('ROUTE_UNKNOWN', { path: request.path });
  });
  app.use(answerProblem(log));
  return app;
}

/** Gives each request an id, and a line in the log of those who ask for `debug`. */
function identify(log: Logger): RequestHandler {
  return (request, response, next) => {
    const [requestId, started] = [randomUUID(), performance.now()];
    response.locals.requestId = requestId;
    response.setHeader('x-request-id', requestId);
    response.once('close', () => {
      const { method, path } = request;
      log.debug(
        { requestId, method, path, status: response.statusCode, ms: Math.round(performance.now() - started) },
        'answered',
      );
    });
    next();
  };
}

const onlyRead: RequestHandler = (request, response, next) => {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (reads && request.path !== '/tokens') return next();
  response.setHeader('allow', request.path === '/tokens' ? 'POST' : 'GET, HEAD');
  throw new LedgerError('METHOD_NOT_ALLOWED', { path: request.path });
};

function limitRate(limit: number): RequestHandler {
  if (limit === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: RATE_WINDOW_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Whoever watches the service is never turned away.
    skip: (request) => request.path === '/health' || request.path === '/ready' || request.path === '/metrics',
    handler: () => {
      throw new LedgerError('RATE_LIMITED', { seconds: RATE_WINDOW_MS / 1000 });
    },
  });
}
