import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { followHeads, type Heads } from '../../../server/chain/heads.js';

/** Tells of blocks over WebSocket (RFC 6455), as far as a test needs it. */
class HeadsNode {
  readonly #sockets = new Set<Socket>();
  #server: Server = createServer();
  subscriptions = 0;

  async start(port = 0): Promise<string> {
    this.#server = createServer();
    this.#server.on('upgrade', (request, socket: Socket) => {
      const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
      );
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.once('data', () => {
        this.subscriptions++;
        this.#say(socket, { jsonrpc: '2.0', id: 1, result: '0x1' });
      });
    });
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  tell(): void {
    for (const socket of this.#sockets) this.#say(socket, { jsonrpc: '2.0', method: 'eth_subscription', params: {} });
  }

  breakOff(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  close(): void {
    this.breakOff();
    this.#server.close();
  }

  #say(socket: Socket, message: object): void {
    const text = Buffer.from(JSON.stringify(message));
    socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
  }
}

describe('new blocks by WebSocket', function () {
  this.timeout(20_000);
  let heads: Heads | undefined;
  const nodes: HeadsNode[] = [];
  const start = async () => {
    const node = new HeadsNode();
    nodes.push(node);
    return { node, url: await node.start() };
  };
  afterEach(() => {
    heads?.close();
    for (const node of nodes.splice(0)) node.close();
  });
  const until = async (holds: () => boolean) => {
    while (!holds()) await sleep(20);
  };

  it('tells of each block, and once when it begins to listen', async () => {
    const { node, url } = await start();
    let told = 0;
    heads = followHeads([url], () => told++);
    await until(() => told === 1);
    node.tell();
    node.tell();
    await until(() => told === 3);
  });

  it('goes to the next node when one breaks off, and comes round again', async () => {
    const [first, second] = [await start(), await start()];
    let told = 0;
    heads = followHeads([first.url, second.url], () => told++);
    await until(() => first.node.subscriptions === 1);
    first.node.breakOff();
    await until(() => second.node.subscriptions === 1);
    second.node.breakOff();
    await until(() => first.node.subscriptions === 2);
    expect(told).to.be.at.least(3);
  });

  it('keeps trying while nobody is there, and finds one that comes', async () => {
    const { node, url } = await start();
    node.close();
    let told = 0;
    heads = followHeads([url], () => told++);
    await sleep(300);
    expect(told).to.equal(0);
    await node.start(Number(new URL(url).port));
    await until(() => told === 1);
  });

  it('asks nobody any more when it is closed', async () => {
    const { node, url } = await start();
    heads = followHeads([url], () => {});
    await until(() => node.subscriptions === 1);
    heads.close();
    node.breakOff();
    await sleep(500);
    expect(node.subscriptions).to.equal(1);
  });
});
