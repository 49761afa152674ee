import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { Transaction, Wallet } from 'ethers';
import { openProvider } from '../../../sdk/ledger.js';
import { createButtons } from '../../../server/chain/buttons.js';
import { EMBEDDED_CHAIN_ID, type EmbeddedChain, startEmbeddedChain } from '../../../server/chain/embedded.js';

const CONTRACTS = Object.fromEntries(
  ['AccessManager', 'MemberRegistry', 'DatasetRegistry', 'AccessGrants', 'RevenueLedger', 'AccessMarket', 'SettlementToken'].map(
    (name, i) => [name, `0x${String(i + 11).repeat(20)}`],
  ),
) as Parameters<typeof createButtons>[1]['contracts'];

const open = (url: string, gasPrice: string | null = '0') => {
  const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: url });
  const deployment = {
    name: 'test',
    chainId: EMBEDDED_CHAIN_ID,
    rpcUrl: url,
    ...(gasPrice !== null && { gasPrice }),
    startBlock: 0,
    token: { symbol: 'KRW', decimals: 0 },
    contracts: CONTRACTS,
  };
  return { provider, buttons: createButtons(new Wallet(`0x${'17'.repeat(32)}`, provider), deployment, url) };
};
const call = (nonce: number, price = 0n) => {
  return { act: 'distribute' as const, ids: [], nonce, gasLimit: 30_000, gasPrice: { type: 'legacy' as const, price } };
};

describe('buttons', () => {
  describe('on the embedded chain', () => {
    let chain: EmbeddedChain;
    let buttons: ReturnType<typeof createButtons>;
    let close: () => void;

    before(async () => {
      chain = await startEmbeddedChain({ port: 0 });
      const opened = open(chain.url);
      buttons = opened.buttons;
      close = () => opened.provider.destroy();
    });
    after(async () => {
      close();
      await chain.close();
    });

    it('tells what the node makes of a transaction, and finds it where it is mined', async () => {
      const { raw, txHash } = await buttons.sign(call(0));
      expect(await buttons.outcome(txHash)).to.equal(undefined);
      expect(await buttons.send(raw)).to.deep.equal({ type: 'taken' });
      expect(await buttons.outcome(txHash)).to.deep.equal({ state: 'mined', block: 1 });
      expect(await buttons.minedCount()).to.equal(1);
      expect(['used', 'taken']).to.include((await buttons.send(raw)).type);
      expect(await buttons.send((await buttons.sign(call(0, 0n))).raw)).to.have.property('type');
      expect(await buttons.send((await buttons.sign({ ...call(0), gasLimit: 31_000 })).raw)).to.deep.equal({ type: 'used' });
      expect(await buttons.send((await buttons.sign(call(5))).raw)).to.deep.equal({ type: 'later' });
      expect(await buttons.send((await buttons.sign(call(1, 10n ** 9n))).raw)).to.include({ type: 'unfunded' });
      expect(await buttons.send((await buttons.sign({ ...call(1), gasLimit: 200_000_000 })).raw)).to.include({ type: 'refused' });
    });

    it('signs what is priced by base fee and tip, and asks the node for a price where the deployment names none', async () => {
      const { provider, buttons: priced } = open(chain.url, null);
      const gasPrice = { type: 'market', price: 5n, priority: 2n } as const;
      const signed = Transaction.from((await priced.sign({ ...call(1), gasPrice })).raw);
      expect([signed.type, signed.nonce]).to.deep.equal([2, 1]);
      expect([signed.maxFeePerGas, signed.maxPriorityFeePerGas]).to.deep.equal([5n, 2n]);
      expect(await priced.price()).to.deep.equal(await priced.suggestedPrice());
      provider.destroy();
    });

    it('knows the size of a block and prices', async () => {
      expect(await buttons.blockGas()).to.equal(100_000_000);
      expect(await buttons.price()).to.deep.equal({ type: 'legacy', price: 0n });
      expect((await buttons.suggestedPrice()).type).to.equal('legacy');
      expect(await buttons.balance()).to.equal(0n);
    });
  });

  describe('at a node that plays a script', () => {
    let server: Server;
    let url: string;
    /** What it answers: an HTTP status, or the error of a JSON-RPC answer. */
    let script: { status?: number; error?: { code: number; message: string } } = {};

    before((done) => {
      server = createServer(async (request, response) => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        const { id } = JSON.parse(body) as { id: number };
        response.writeHead(script.status ?? 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ jsonrpc: '2.0', id, error: script.error }));
      });
      server.listen(0, '127.0.0.1', () => {
        url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
        done();
      });
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    const answer = async (given: typeof script) => {
      script = given;
      const { provider, buttons } = open(url);
      const { raw } = await buttons.sign(call(0));
      const result = await buttons.send(raw).then(
        ({ type }) => type,
        (error: { code: string }) => error.code,
      );
      provider.destroy();
      return result;
    };

    // Nodes agree on no code, so their words count.
    for (const [message, type] of [
      ['already known', 'taken'],
      ['known transaction: 5bd5', 'taken'],
      ['AlreadyKnown', 'taken'],
      ['Known transaction', 'taken'],
      ['nonce too low', 'used'],
      ['nonce too low: next nonce 5, tx nonce 4', 'used'],
      ['Nonce too low', 'used'],
      ['OldNonce, Current nonce: 5, nonce of rejected tx: 4', 'used'],
      ['Transaction nonce is below the sender account nonce', 'used'],
      ['replacement transaction underpriced', 'underpriced'],
      ['transaction underpriced: gas tip cap 1, minimum needed 2', 'underpriced'],
      ['max fee per gas less than block base fee: address 0x00, maxFeePerGas: 1, baseFee: 7', 'underpriced'],
      ['Gas price below configured minimum gas price', 'underpriced'],
      ['FeeTooLow, MaxFeePerGas too low', 'underpriced'],
      ['insufficient funds for gas * price + value: balance 0, tx cost 5, overshot 5', 'unfunded'],
      ['Upfront cost exceeds account balance', 'unfunded'],
      ['InsufficientFunds, Account balance: 0, cumulative cost: 5', 'unfunded'],
      ['txpool is full', 'later'],
      ['Transaction pool is full', 'later'],
      ['nonce too high', 'later'],
      ['Transaction nonce is too distant from current sender nonce', 'later'],
      ['exceeds block gas limit', 'refused'],
      ['intrinsic gas too low', 'refused'],
    ] as const) {
      it(`takes '${message}' for ${type}`, async () => {
        expect(await answer({ error: { code: -32_000, message } })).to.equal(type);
      });
    }

    for (const [name, given] of [
      ['a server error', { status: 503 }],
      ['an internal error', { error: { code: -32_603, message: 'internal error' } }],
      ['a limit', { error: { code: -32_005, message: 'daily request count exceeded' } }],
      ['a limit in words', { error: { code: -32_000, message: 'Too Many Requests, slow down' } }],
    ] as const) {
      it(`takes ${name} for a node that is away`, async () => {
        expect(await answer(given)).to.equal('NODE_UNREACHABLE');
      });
    }

    it('takes a closed port for a node that is away', async () => {
      const { provider, buttons } = open('http://127.0.0.1:9');
      const outcome = await buttons.minedCount().catch((error: { code: string }) => error);
      expect(outcome).to.include({ code: 'NODE_UNREACHABLE' });
      provider.destroy();
    });
  });
});
