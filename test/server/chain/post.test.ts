import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { post } from '../../../server/chain/post.js';

const QUESTION = { id: 1, jsonrpc: '2.0', method: 'eth_blockNumber', params: [] } as const;
const SENDING = { ...QUESTION, method: 'eth_sendRawTransaction' };
const ANSWER = { id: 1, jsonrpc: '2.0', result: '0x1' };

describe('a question to a node', () => {
  let server: Server;
  let answer: RequestListener;
  let asked: number;
  let url: string;

  before(async () => {
    server = createServer((request, response) => {
      asked++;
      request.resume();
      request.once('end', () => answer(request, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ext/bc/C/rpc`;
  });
  beforeEach(() => {
    asked = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const problemOf = (asking: Promise<unknown>) =>
    asking.then(
      () => 'answered',
      (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
    );

  it('is sent as JSON to the path, with the user that the address names', async () => {
    answer = ({ headers, method, url: path }, response) => {
      const { accept, authorization, 'content-type': type, 'user-agent': agent } = headers;
      response.end(JSON.stringify({ id: 1, jsonrpc: '2.0', result: [method, path, authorization, type, accept, agent] }));
    };
    const [said] = await post(url.replace('//', '//node:p%40ss@'), QUESTION, 1_000);
    const authorization = `Basic ${Buffer.from('node:p@ss').toString('base64')}`;
    expect(said?.result).to.deep.equal(['POST', '/ext/bc/C/rpc', authorization, 'application/json', 'application/json', 'genba']);
  });

  it('takes one answer, several, and packed ones', async () => {
    answer = (_, response) => response.end(JSON.stringify([ANSWER, ANSWER]));
    expect(await post(url, [QUESTION, QUESTION], 1_000)).to.deep.equal([ANSWER, ANSWER]);
    answer = ({ headers }, response) => {
      expect(headers['accept-encoding']).to.equal('gzip');
      response.setHeader('content-encoding', 'gzip').end(gzipSync(JSON.stringify(ANSWER)));
    };
    expect(await post(url, QUESTION, 1_000)).to.deep.equal([ANSWER]);
  });

  it('fails with the status that the node answers', async () => {
    answer = (_, response) => response.writeHead(429).end('slow down');
    expect(await problemOf(post(url, QUESTION, 1_000))).to.match(/^NETWORK_ERROR: server response 429 Too Many Requests/);
    expect(asked).to.equal(1);
  });

  it('fails when no answer, or not its end, comes in time', async () => {
    answer = () => {};
    expect(await problemOf(post(url, QUESTION, 100))).to.match(/^TIMEOUT: no answer after 0.1 s/);
    answer = (_, response) => response.write('{"id":1,');
    expect(await problemOf(post(url, QUESTION, 100))).to.match(/^TIMEOUT: no answer after 0.1 s/);
  });

  it('fails when the answer is cut, packed or not', async () => {
    for (const encoding of ['gzip', 'identity']) {
      answer = (_, response) => {
        response.writeHead(200, { 'content-encoding': encoding, 'content-length': 1_000 });
        response.write(encoding === 'gzip' ? gzipSync(JSON.stringify(ANSWER)) : JSON.stringify(ANSWER));
        setTimeout(() => response.destroy(), 20);
      };
      expect(await problemOf(post(url, QUESTION, 1_000))).to.match(/^ECONNRESET/);
    }
  });

  it('fails when the answer stops being HTTP just behind its head', async () => {
    answer = (request) => request.socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nno length\r\n');
    expect(await problemOf(post(url, QUESTION, 5_000))).to.match(/^(HPE_\w+|ECONNRESET): /);
  });

  it('is asked again when the node closed the connection, unless it sends a transaction', async () => {
    answer = (request, response) => (asked === 1 ? request.socket.destroy() : response.end(JSON.stringify(ANSWER)));
    expect(await post(url, QUESTION, 1_000)).to.deep.equal([ANSWER]);
    expect(asked).to.equal(2);
    asked = 0;
    expect(await problemOf(post(url, SENDING, 1_000))).to.match(/^ECONNRESET/);
    expect(asked).to.equal(1);
  });
});
