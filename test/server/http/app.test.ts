import type { Server } from 'node:http';
import { expect } from 'chai';
import { pino } from 'pino';
import type { LedgerReads } from '../../../server/domain/reads.js';
import { createApp } from '../../../server/http/app.js';

const AS_OF = { block: 5, blockHash: '0xaa', blockTime: 9 };

describe('HTTP', () => {
  let server: Server;
  let url: string;
  let broken = false;

  before((done) => {
    const reads = {
      findMember: async () => {
        if (broken) throw new Error('secret detail at /some/file.ts');
        return undefined;
      },
      listMembers: async () => [],
    } as unknown as LedgerReads;
    const app = createApp({
      snapshot: async (read) => ({ asOf: AS_OF, value: await read(reads) }),
      health: async () => ({ healthy: false }),
      network: { name: 'test' },
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

  it('says as of which block', async () => {
    expect((await ask('/members')).body).to.deep.equal({ asOf: AS_OF, data: [] });
  });

  for (const [name, path, options, status, code] of [
    ['an unknown member', '/members/7', {}, 404, 'NOT_FOUND'],
    ['an id that is none', '/members/x', {}, 400, 'BAD_QUERY'],
    ['an unknown parameter', '/members?colour=red', {}, 400, 'BAD_QUERY'],
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

  it('answers 503 when it is not healthy', async () => {
    expect((await ask('/health')).status).to.equal(503);
  });
});
