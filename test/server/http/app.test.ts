import type { Server } from 'node:http';
import { expect } from 'chai';
import { pino } from 'pino';
import type { Deployment } from '../../../sdk/deployment.js';
import { createReaders } from '../../../server/domain/readers.js';
import type { LedgerReads, Snapshot } from '../../../server/domain/reads.js';
import type { WebhookBook } from '../../../server/domain/webhooks/webhook-book.js';
import { createApp } from '../../../server/http/app.js';
import { createMetrics } from '../../../server/http/metrics.js';
import type { ApiDescription } from '../../../server/http/openapi.js';

/** A chain whose clock is ahead of ours. */
const AS_OF = { block: 5, blockHash: '0xaa', blockTime: 9_999_999_999 };

describe('HTTP', () => {
  let server: Server;
  let url: string;
  let broken = false;
  let asked = 0;
  let plannedFor = 0;

  before((done) => {
    const reads = {
      findMember: async () => {
        if (broken) throw new Error('secret detail at /some/file.ts');
        return undefined;
      },
      listPayoutRuns: async () => [],
      listHolds: async () => [],
      listRewinds: async () => [],
      listDueTables: async () => [],
      listDueMembers: async (now: number) => {
        plannedFor = now;
        return [];
      },
      readFeesDue: async () => ({ waiting: '0', memberId: 0, account: '', lastPaidAt: null }),
      payoutLimits: () => ({ gasPerTransaction: 1, feesSeconds: 0 }),
      legalNames: async () => new Map(),
      listMembers: async () => {
        asked++;
        return [];
      },
    } as unknown as LedgerReads;
    const snapshot: Snapshot = async (read) => ({ asOf: AS_OF, value: await read(reads, AS_OF) });
    const app = createApp({
      snapshot,
      longReads: { atOneBlock: true, run: (read) => read(snapshot) },
      webhooks: {} as WebhookBook,
      state: { health: async () => ({ healthy: false }), ready: () => ({ ready: true, reason: null }) },
      deployment: { name: 'test', contracts: {} } as unknown as Deployment,
      metrics: createMetrics({ genba_answer: { help: 'An answer', value: () => 42 } }),
      feed: { subscribe: () => () => {} },
      readers: createReaders({
        secret: Buffer.alloc(32),
        policy: 'open',
        hosts: () => [],
        now: () => 9,
        hasSigned: async () => true,
        spendNonce: async () => true,
      }),
      portalFolder: undefined,
      rateLimit: 100,
      version: '1.2.3',
      log: pino({ level: 'silent' }),
    });
    server = app.listen(0, '127.0.0.1', () => {
      url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
      done();
    });
  });
  after(() => server.close());

  const ask = async (path: string, options?: RequestInit) => {
    const response = await fetch(`${url}${path}`, options);
    return {
      status: response.status,
      id: response.headers.get('x-request-id'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  it('plans payouts for the time that the runner and the contracts go by', async () => {
    expect((await fetch(`${url}/payouts/plan`)).status).to.equal(200);
    expect(plannedFor).to.equal(AS_OF.blockTime);
  });

  it('ends the answer to who asks only for the head of a stream', async () => {
    const response = await fetch(`${url}/events/live`, { method: 'HEAD', signal: AbortSignal.timeout(2_000) });
    expect(response.headers.get('content-type')).to.equal('text/event-stream');
    expect(response.status).to.equal(200);
  });

  it('says as of which block', async () => {
    expect((await ask('/members')).body).to.deep.equal({ asOf: AS_OF, data: [], next: null });
  });

  for (const [name, path, options, status, code] of [
    ['an unknown member', '/members/7', {}, 404, 'NOT_FOUND'],
    ['an id that is none', '/members/x', {}, 400, 'BAD_QUERY'],
    ['an id that is written otherwise', '/members/1e2', {}, 400, 'BAD_QUERY'],
    ['a parameter that comes twice', '/members?limit=1&limit=2', {}, 400, 'BAD_QUERY'],
    ['a page that begins nowhere', '/events?after=7', {}, 400, 'BAD_QUERY'],
    ['words that no store holds', '/search?q=%00', {}, 400, 'BAD_QUERY'],
    ['an event that is none', '/events/live', { headers: { 'last-event-id': 'x' } }, 400, 'BAD_QUERY'],
    ['an unknown parameter', '/members?colour=red', {}, 400, 'BAD_QUERY'],
    ['a file of a part of a list', '/members?format=csv&limit=5', {}, 409, 'FILE_IS_WHOLE'],
    ['a file from the middle of a list', '/members?format=parquet&after=5', {}, 409, 'FILE_IS_WHOLE'],
    ['a form that there is not', '/members?format=xlsx', {}, 400, 'BAD_QUERY'],
    ['a file of what is no list', '/books?format=csv', {}, 400, 'BAD_QUERY'],
    ['a page that is too large', '/members?limit=1001', {}, 400, 'BAD_QUERY'],
    ['a path that is malformed', '/members/%ff', {}, 400, 'BAD_QUERY'],
    ['an unknown path', '/nothing', {}, 404, 'ROUTE_UNKNOWN'],
    ['a write', '/members', { method: 'POST' }, 405, 'METHOD_NOT_ALLOWED'],
  ] as const) {
    it(`refuses ${name} with a problem body and the request id`, async () => {
      const answer = await ask(path, options);
      expect(answer.status).to.equal(status);
      expect(answer.body).to.have.keys('code', 'message', 'details', 'requestId');
      expect(answer.body.code).to.equal(code);
      expect(answer.body.requestId).to.equal(answer.id);
    });
  }

  it('shows nothing of its inside when it breaks', async () => {
    broken = true;
    const { status, body } = await ask('/members/7');
    broken = false;
    expect(status).to.equal(500);
    expect(body.code).to.equal('INTERNAL');
    expect(JSON.stringify(body)).to.not.match(/secret|file\.ts/);
  });

  it('answers with 304 and asks nothing while the block is the same', async () => {
    const first = await fetch(`${url}/members`);
    const etag = first.headers.get('etag') as string;
    expect(etag).to.match(/^W\/"1\.2\.3-/);
    const before = asked;
    const again = await fetch(`${url}/members`, { headers: { 'if-none-match': `"other", ${etag}` } });
    expect([again.status, await again.text(), asked]).to.deep.equal([304, '', before]);
    expect((await fetch(`${url}/members`, { headers: { 'if-none-match': '"other"' } })).status).to.equal(200);
  });

  it('gives no ETag to what also depends on the clock', async () => {
    const { headers } = await fetch(`${url}/payout-runs`);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('etag')).to.equal(null);
  });

  it('says which methods there are', async () => {
    const { headers } = await fetch(`${url}/members`, { method: 'DELETE' });
    expect(headers.get('allow')).to.equal('GET, HEAD');
  });

  it('carries security headers and no name of what it is made with', async () => {
    const { headers } = await fetch(`${url}/`);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('content-security-policy')).to.include("default-src 'self'");
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('describes every route in OpenAPI, with its parameters and refusals, and as a page', async () => {
    const { body } = await ask('/openapi.json');
    const paths = body.paths as ApiDescription['paths'];
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const listed = (await ask('/')).body.routes as { method: string; path: string }[];
    expect(listed.map(({ method, path }) => `${method} ${path}`)).to.have.members(described);
    const { parameters, responses } = paths['/versions/{id}/lineage']?.get ?? { parameters: [], responses: {} };
    expect(parameters.filter((one) => one.required).map((one) => one.name)).to.deep.equal(['id']);
    expect(Object.keys(responses)).to.include.members(['200', '304', '400', '404', '429', '503']);
    const page = await (await fetch(`${url}/docs`)).text();
    for (const one of described) expect(page).to.include(`${one}<`);
  });

  it('counts requests by route for Prometheus', async () => {
    await ask('/members/7');
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).to.include('genba_answer 42');
    expect(text).to.match(/genba_http_request_seconds_count\{route="\/members\/:id",status="404"\} \d/);
  });

  it('turns away who asks too often, but not who watches its health', async () => {
    const answers = await Promise.all(Array.from({ length: 120 }, () => ask('/members/7')));
    const refused = answers.filter((one) => one.status === 429);
    expect(refused.length).to.be.greaterThan(0);
    expect(refused[0]?.body.code).to.equal('RATE_LIMITED');
    expect((await ask('/health')).status).to.equal(503);
  });

  it('answers 503 when it is not healthy', async () => {
    expect((await ask('/health')).status).to.equal(503);
  });
});
