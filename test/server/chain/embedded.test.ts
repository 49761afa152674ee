import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { id, Wallet } from 'ethers';
import { openProvider } from '../../../sdk/ledger.js';
import { EMBEDDED_CHAIN_ID, startEmbeddedChain } from '../../../server/chain/embedded.js';
import { freePort } from '../../support/postgres.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');

describe('embedded chain', function () {
  this.timeout(30_000);
  let folder: string;
  let journal: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'genba-chain-'));
    journal = path.join(folder, 'chain.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the chain once; returns its head. */
  const run = async (act: (wallet: Wallet) => Promise<void> = async () => {}) => {
    const chain = await startEmbeddedChain({ port: 0, journal });
    const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
    await act(new Wallet(id('sender'), provider));
    const head = await provider.getBlock('latest');
    provider.destroy();
    await chain.close();
    return { number: head?.number, hash: head?.hash };
  };
  const send = (wallet: Wallet) => wallet.sendTransaction({ to: wallet.address, gasPrice: 0 });

  it('replays its journal to the same blocks, time travel included', async () => {
    const before = await run(async (wallet) => {
      await send(wallet);
      await (wallet.provider as unknown as { send(method: string, params: unknown[]): Promise<unknown> }).send(
        'evm_increaseTime',
        [1000],
      );
      await send(wallet);
      await send(wallet);
    });
    expect(before.number).to.equal(3);
    expect(await run()).to.deep.equal(before);
    expect((await run(async (wallet) => void (await send(wallet)))).number).to.equal(4);
  });

  it('counts the time that it was off', async () => {
    const hourAgo = Math.floor(Date.now() / 1000) - 3600;
    await run(async (wallet) => void (await send(wallet)));
    const [genesis, block] = readFileSync(journal, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)) as [object, object];
    const old = [
      { ...genesis, genesis: new Date((hourAgo - 60) * 1000).toISOString() },
      { ...block, time: hourAgo },
    ];
    writeFileSync(journal, `${old.map((line) => JSON.stringify(line)).join('\n')}\n`);
    await run(async (wallet) => void (await send(wallet)));
    const last = JSON.parse(readFileSync(journal, 'utf8').trim().split('\n').at(-1) as string) as { time: number };
    expect(last.time).to.be.within(hourAgo + 3590, hourAgo + 3660);
  });

  it('refuses what would move it unwritten', async () => {
    await run(async (wallet) => {
      const node = wallet.provider as unknown as { send(method: string, params: unknown[]): Promise<unknown> };
      for (const method of ['hardhat_mine', 'eth_sendTransaction', 'hardhat_impersonateAccount', 'evm_revert']) {
        const outcome = await node.send(method, []).catch((error: Error) => error);
        expect(outcome, method).to.be.instanceOf(Error);
      }
    });
  });

  it('outlives callers that send no call, break off, or are pages of strangers', async () => {
    const chain = await startEmbeddedChain({ port: 0, journal });
    const post = (body: string, type = 'application/json') =>
      fetch(chain.url, { method: 'POST', body, headers: { 'content-type': type } });
    for (const body of ['null', '[null]', '1', '{}', '']) expect((await post(body)).status, body).to.equal(200);
    const mining = JSON.stringify({ id: 1, method: 'evm_mine', params: [] });
    expect((await post(mining, 'text/plain')).status).to.equal(415);
    const caller = connect(Number(new URL(chain.url).port), '127.0.0.1');
    caller.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\nabc');
    await sleep(100);
    caller.destroy();
    await sleep(100);
    const head = await post(JSON.stringify({ id: 1, method: 'eth_blockNumber', params: [] }));
    expect(await head.json()).to.include({ result: '0x0' });
    await chain.close();
  });

  it('drops a line that a crash cut off', async () => {
    const before = await run(async (wallet) => void (await send(wallet)));
    appendFileSync(journal, '{"time":17');
    expect(await run()).to.deep.equal(before);
    expect(readFileSync(journal, 'utf8').endsWith('\n')).to.equal(true);
  });

  it('refuses a journal that is none', async () => {
    const genesis = JSON.stringify({ genesis: new Date().toISOString() });
    for (const text of ['no journal\n', `${genesis}\n{"time":1}\n`, `${genesis}\n${genesis}\n`]) {
      writeFileSync(journal, text);
      const outcome = await run().catch((error: { code: string }) => error);
      expect(outcome, text).to.include({ code: 'JOURNAL_BROKEN' });
    }
  });

  it('stands still when its journal is full, and has all that it has answered for after a restart', async () => {
    // A limit on the size of files stands for a full disk: the write fails in the same place.
    const limit = 'ulimit -f 4; exec "$@"';
    const loader = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
    const script = path.join(ROOT, 'scripts', 'chain.ts');
    const port = await freePort();
    const command = [process.execPath, '--import', loader, script, String(port), journal];
    const child = spawn('bash', ['-c', limit, 'bash', ...command], { stdio: 'ignore' });
    const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: `http://127.0.0.1:${port}` });
    const wallet = new Wallet(id('sender'), provider);
    let answered = 0;
    let refusal = '';
    try {
      while (refusal === '') {
        try {
          await provider.send('eth_chainId', []);
          await send(wallet);
          answered++;
        } catch (error) {
          const { message } = error as Error;
          if (!/ECONNREFUSED|connect/i.test(message)) refusal = message;
          else await sleep(100);
        }
      }
      expect(refusal).to.include("its journal can't be written");
      const late = await provider.send('eth_blockNumber', []).catch((error: Error) => error.message);
      expect(late).to.include("its journal can't be written");
    } finally {
      provider.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(answered).to.be.greaterThan(3);
    expect((await run()).number).to.equal(answered);
  });
});
