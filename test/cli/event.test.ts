import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import { readStream } from '../../cli/read-stream.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { caughtUp, codeOf } from './live-cli.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

interface Event {
  id: string;
  type: string;
}

describe('reading a stream of events', () => {
  it('puts messages together however they arrive, and skips what is none', async () => {
    const text =
      'retry: 1000\n\nid: 1.0\ndata: {"a":"é"}\n\n: still here\n\nid: 1.1\ndata: two\n\nevent: rewind\nid: 1.9\ndata: {}\n\nid: 1.2\ndata: cut of';
    const bytes = new TextEncoder().encode(text);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const messages: unknown[] = [];
    await readStream(body, (message) => messages.push(message));
    expect(messages).to.deep.equal([
      { event: '', id: '1.0', data: '{"a":"é"}' },
      { event: '', id: '1.1', data: 'two' },
      { event: 'rewind', id: '1.9', data: '{}' },
    ]);
  });
});

describe('genba event and search', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let works: string;

  before(async () => {
    live = await startLiveLedger();
    works = String(await admitCompany(live, 'works', '한빛정밀 주식회사'));
    await caughtUp(live);
  });
  after(() => live.close());

  it('lists the audit trail by what it is about', async () => {
    const list = async (...filter: string[]) => (await live.json<{ data: Event[] }>(['event', 'list', ...filter])).data;
    expect((await list('--type', 'MemberAdmitted')).map((one) => one.type)).to.deep.equal(['MemberAdmitted', 'MemberAdmitted']);
    const [admitted] = await list('--type', 'MemberAdmitted', '--member', works);
    expect(await list('--type', 'MemberAdmitted', '--newest', '--limit', '1')).to.deep.equal([admitted]);
    const { block, txHash } = admitted as unknown as { block: number; txHash: string };
    expect((await list('--tx', txHash)).map((one) => one.type)).to.include('KeyAdded');
    expect(await list('--from-block', String(block + 1), '--type', 'MemberAdmitted')).to.deep.equal([]);
    expect(await list('--contract', 'AccessMarket')).to.deep.equal([]);
    expect(await codeOf(live, ['event', 'list', '--tx', '0x12'])).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['event', 'list', '--from-block', 'x'])).to.equal('BAD_QUERY');
    expect((await live.cli(['event', 'list', '--type', 'MemberAdmitted'])).stdout).to.include('legalName 한빛정밀 주식회사');
  });

  it('finds what a name or an address stands for', async () => {
    const find = async (text: string) => (await live.json<{ data: { kind: string; id: unknown }[] }>(['search', text])).data;
    expect((await find('한빛')).map(({ id, kind }) => ({ id, kind }))).to.deep.equal([{ kind: 'member', id: Number(works) }]);
    expect((await find(live.deployment.contracts.AccessMarket)).map((one) => one.kind)).to.deep.equal(['contract']);
    expect((await live.cli(['search', 'nobody of that name'])).stdout).to.equal('nothing found\n');
  });

  describe('follow', () => {
    let proxy: net.Server;
    const sockets = new Set<net.Socket>();
    let follower: ChildProcess | undefined;

    before(async () => {
      const { hostname, port } = new URL(live.service.url);
      proxy = net.createServer((socket) => {
        const upstream = net.connect(Number(port), hostname);
        for (const one of [socket, upstream]) {
          sockets.add(one);
          one.on('error', () => {});
          one.on('close', () => sockets.delete(one));
        }
        socket.pipe(upstream).pipe(socket);
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    });
    after(async () => {
      follower?.kill('SIGKILL');
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    });

    const until = async (holds: () => boolean) => {
      for (const started = Date.now(); !holds(); ) {
        if (Date.now() - started > 30_000) throw new Error('it did not come');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };

    it('shows each event once over a connection that breaks, and ends cleanly at Ctrl-C', async () => {
      const url = `http://127.0.0.1:${(proxy.address() as net.AddressInfo).port}`;
      const args = ['--network', 'test', '--api', url, '--home', live.folder, '--json', 'event', 'follow', '--member', works];
      const env = { ...process.env, GENBA_DEPLOYMENTS: String(live.environment.GENBA_DEPLOYMENTS) };
      follower = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...args], { cwd: ROOT, env });
      const lines: Event[] = [];
      let [said, rest] = ['', ''];
      follower.stderr?.on('data', (chunk) => (said += chunk));
      follower.stdout?.on('data', (chunk) => {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() as string;
        for (const part of parts) lines.push(JSON.parse(part));
      });
      const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
        follower?.on('exit', (code, signal) => resolve([code, signal]));
      });
      // It holds the stream open: the first request was for the place to begin at.
      await until(() => sockets.size > 0);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await live.json(['member', 'suspend', works, '--reason', 'one'], 'office');
      await until(() => lines.length === 1);
      for (const socket of sockets) socket.destroy();
      await live.json(['member', 'reinstate', works], 'office');
      await until(() => lines.length === 2);
      await live.json(['member', 'suspend', works, '--reason', 'two'], 'office');
      await until(() => lines.length === 3);
      follower.kill('SIGINT');
      expect(await ended).to.deep.equal([0, null]);
      expect(lines.map((one) => one.type)).to.deep.equal(['MemberSuspended', 'MemberReinstated', 'MemberSuspended']);
      expect(said).to.include('the connection broke');
      expect(said).not.to.match(/[A-Z]_[A-Z]/);
    });

    it('signs in where only members read', async () => {
      const closed = await startLiveLedger({ settings: { READ_POLICY: 'members' } });
      try {
        const args = [
          '--network',
          'test',
          '--api',
          closed.service.url,
          '--home',
          closed.folder,
          'event',
          'follow',
          '--since',
          '0.0',
        ];
        expect(JSON.parse((await closed.cli(['--json', 'event', 'follow'])).stderr)).to.include({ code: 'SIGN_IN_NEEDED' });
        const env = { ...process.env, GENBA_DEPLOYMENTS: String(closed.environment.GENBA_DEPLOYMENTS) };
        follower = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', '--key', 'office', ...args], { cwd: ROOT, env });
        let shown = '';
        follower.stdout?.on('data', (chunk) => (shown += chunk));
        await until(() => shown.includes('MemberAdmitted'));
        follower.kill('SIGKILL');
      } finally {
        await closed.close();
      }
    });

    it('begins after an event that is named', async () => {
      const { data } = await live.json<{ data: Event[] }>(['event', 'list', '--type', 'MemberSuspended']);
      const [first, second] = data as [Event, Event];
      const env = { ...process.env, GENBA_DEPLOYMENTS: String(live.environment.GENBA_DEPLOYMENTS) };
      const args = [
        '--network',
        'test',
        '--api',
        live.service.url,
        'event',
        'follow',
        '--type',
        'MemberSuspended',
        '--since',
        first.id,
      ];
      follower = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...args], { cwd: ROOT, env });
      let shown = '';
      follower.stdout?.on('data', (chunk) => (shown += chunk));
      await until(() => shown.includes('\n'));
      expect(shown).to.match(new RegExp(`^${second.id}  .*Z  MemberSuspended  memberId ${works}, reason two\n$`));
    });

    it('refuses what it can not follow', async () => {
      expect(await codeOf(live, ['event', 'follow', '--since', 'now'])).to.equal('BAD_ARGUMENT');
      expect(await codeOf(live, ['event', 'follow', '--type', '???'])).to.equal('BAD_QUERY');
      expect(await codeOf(live, ['--api', 'http://127.0.0.1:1', 'event', 'follow'])).to.equal('API_UNREACHABLE');
    });
  });
});
