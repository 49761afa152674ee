import type { LookupAddress } from 'node:dns';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { expect } from 'chai';
import { createDeliver } from '../../server/deliver.js';
import { isPublicAddress } from '../../server/public-address.js';

describe('sending to receivers', () => {
  let server: Server;
  let port: number;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let came: { url: string; headers: http.IncomingHttpHeaders; body: string }[];
  let looked: string[];

  before((done) => {
    server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        came.push({ url: request.url ?? '', headers: request.headers, body });
        answer(request, response);
      });
    });
    server.listen(0, '127.0.0.1', () => {
      port = (server.address() as { port: number }).port;
      done();
    });
  });
  beforeEach(() => {
    [came, looked] = [[], []];
    answer = (_, response) => response.end();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** A name server that gives what is next in line. */
  const names = (...answers: string[][]) =>
    ((host: string, _: unknown, done: (error: null, addresses: LookupAddress[]) => void) => {
      looked.push(host);
      done(
        null,
        (answers[Math.min(looked.length, answers.length) - 1] ?? []).map((address) => ({
          address,
          family: address.includes(':') ? 6 : 4,
        })),
      );
    }) as Parameters<typeof createDeliver>[0];
  const send = (url: string, trust: 'named' | 'public', ask?: Parameters<typeof createDeliver>[0], longestMs = 2_000) =>
    createDeliver(ask, longestMs)(url, {
      headers: { 'webhook-id': 'm' },
      body: '{"é":1}',
      trust,
      signal: new AbortController().signal,
    });

  it('posts body and headers', async () => {
    expect(await send(`http://hook.test:${port}/in?a=1`, 'named', names(['127.0.0.1']))).to.deep.equal({ status: 200 });
    const [{ headers, ...rest } = { headers: {} as http.IncomingHttpHeaders }] = came;
    expect(rest).to.deep.equal({ url: '/in?a=1', body: '{"é":1}' });
    expect(headers).to.include({ 'webhook-id': 'm', 'content-length': '8', host: `hook.test:${port}` });
  });

  it('follows no redirect', async () => {
    answer = (_, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
    expect(await send(`http://127.0.0.1:${port}/`, 'named')).to.deep.equal({ status: 302 });
    expect(came).to.have.length(1);
  });

  it('waits no longer than told, and reads no long answer', async () => {
    answer = () => {};
    expect(await send(`http://127.0.0.1:${port}/`, 'named', undefined, 100)).to.deep.equal({ problem: 'no answer within 0.1 s' });
    let closed = false;
    const gone = new Promise<void>((resolve) => {
      answer = (_, response) => {
        response.writeHead(200);
        const more = setInterval(() => response.write('x'.repeat(1_000)), 5);
        response.on('close', () => {
          clearInterval(more);
          closed = true;
          resolve();
        });
      };
    });
    expect(await send(`http://127.0.0.1:${port}/`, 'named')).to.deep.equal({ status: 200 });
    await gone;
    expect(closed).to.equal(true);
  });

  it('says why there was no answer', async () => {
    expect(await send('http://127.0.0.1:1/', 'named')).to.deep.equal({ problem: 'ECONNREFUSED' });
    expect(await send('http://hook.test/', 'named', names([]))).to.deep.equal({ problem: 'hook.test has no address' });
  });

  for (const url of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '10.1.2.3',
    '[fd00::1]',
  ]) {
    it(`connects to no ${url} that is not named`, async () => {
      expect((await send(`http://${url}:${port}/`, 'public')) as object)
        .to.have.property('problem')
        .that.matches(/is no public address/);
      expect(came).to.deep.equal([]);
    });
  }

  it('connects to no name whose addresses are not all public', async () => {
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['::1'], ['fe80::1']]) {
      const outcome = await send(`http://hook.test:${port}/`, 'public', names(addresses));
      expect(outcome, addresses.join())
        .to.have.property('problem')
        .that.matches(/is no public address/);
    }
    expect(came).to.deep.equal([]);
  });

  it('asks for the addresses once and connects to what it was told, so that a name can mean no other one a moment later', async () => {
    await send(`http://hook.test:${port}/`, 'public', names(['240.0.0.1'], ['127.0.0.1']));
    expect(looked).to.deep.equal(['hook.test']);
    expect(came).to.deep.equal([]);
    looked = [];
    expect(await send(`http://hook.test:${port}/`, 'named', names(['127.0.0.1'], ['240.0.0.1']))).to.deep.equal({ status: 200 });
    expect(looked).to.deep.equal(['hook.test']);
  });
});

describe('public addresses', () => {
  for (const address of ['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1']) {
    it(`are like ${address}`, () => expect(isPublicAddress(address)).to.equal(true));
  }
  for (const address of [
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.255.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
    ...['192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.7', '224.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fc00::1',
      'fd12::1',
      'ff02::1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      '2001::1',
      '2002:7f00:1::',
      '2001:db8::1',
      'x',
    ],
  ]) {
    it(`are not like ${address}`, () => expect(isPublicAddress(address)).to.equal(false));
  }
});
