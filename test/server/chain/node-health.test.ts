import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { watchNodeHealth } from '../../../server/chain/node-health.js';

describe('what nodes say of themselves', () => {
  const ask = async (status: number, body: string, patienceMs = 0) => {
    const server = createServer((_, response) => response.writeHead(status).end(body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const watch = watchNodeHealth([`${origin}/secret-key/health`, 'http://127.0.0.1:9/health'], patienceMs);
    await sleep(300);
    const unwell = watch.unwell();
    watch.close();
    server.closeAllConnections();
    server.close();
    return { unwell, origin };
  };

  it('is nothing while they are well, or away', async () => {
    expect((await ask(200, '{}')).unwell).to.deep.equal([]);
  });

  it('names what fails, each once, without what may be a secret', async () => {
    const checks = { P: { error: 'too few' }, C: { error: 'too few' }, X: {}, L: { error: 'too long' } };
    const { origin, unwell } = await ask(503, JSON.stringify({ healthy: false, checks }));
    expect(unwell).to.deep.equal([{ url: origin, says: 'too few; too long' }]);
  });

  it('is not told of one that has only just started', async () => {
    expect((await ask(503, 'not yet run', 10_000)).unwell).to.deep.equal([]);
  });

  it('repeats what it does not understand', async () => {
    expect((await ask(500, 'out of order')).unwell[0]?.says).to.equal('out of order');
  });
});
