import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { openProvider } from '../../../sdk/ledger.js';
import { askNode } from '../../../server/chain/ask-node.js';
import { createChainNode } from '../../../server/chain/node.js';

describe('chain node', () => {
  let server: Server;
  let rpcUrl: string;
  before(async () => {
    server = createServer((_, response) => response.writeHead(404).end('no such key'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    rpcUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/secret-key`;
  });
  after(() => server.close());

  it('is waited for half a minute, and never says the key in its address', async () => {
    const provider = openProvider({ chainId: 1, rpcUrl });
    expect(provider._getConnection().timeout).to.equal(30_000);
    const node = createChainNode(provider, [], 'immediate');
    const problem = await node.finalBlock().catch((error: Error) => error);
    expect((problem as Error).message)
      .to.include('404')
      .and.not.include('secret-key');
    const away = await askNode(rpcUrl, () => provider.send('eth_chainId', [])).catch((error: Error) => error);
    expect(away).to.include({ code: 'NODE_UNREACHABLE' });
    expect(JSON.stringify(away)).to.not.include('secret-key');
    expect((away as Error).message).to.not.include('secret-key');
    provider.destroy();
  });
});
