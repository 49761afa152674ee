import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createApi } from '../../sdk/api/client.js';
import { callWebhook } from '../../sdk/api/webhook-client.js';
import { mine } from '../../sdk/ledger.js';
import { signIn } from '../../sdk/sign-in.js';
import { verifyWebhook } from '../../sdk/webhooks.js';
import { createChainNode } from '../../server/chain/node.js';
import { startService } from '../../server/main.js';
import { rebuildIndex } from '../../server/rebuild-index.js';
import { openStoreOrRefuse, placeOf } from '../../server/store-place.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { type Received, type Receiver, startReceiver } from '../support/receiver.js';

const GAS = { gasPrice: 0 };

/** Members' own webhooks, from sign-in to a receiver, where everybody reads. */
describe('webhooks', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let receiver: Receiver;
  let members: Record<'works' | 'buyer', number>;

  before(async () => {
    live = await startLiveLedger({ settings: { GENBA_WEBHOOK_HOSTS: '127.0.0.1,*.example.com' } });
    members = { works: await admitCompany(live, 'works', 'Works Co.'), buyer: await admitCompany(live, 'buyer', 'Buyer Co.') };
    await caughtUp();
    receiver = await startReceiver();
  });
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer(200);
  });
  afterEach(async () => {
    for (const name of ['works', 'buyer']) {
      const { data } = await callWebhook(await apiOf(name), 'webhooks').catch(() => ({ data: [] }));
      for (const { id } of data) await callWebhook(await apiOf(name), 'removeWebhook', { id });
    }
  });
  after(async () => {
    await receiver.close();
    await live.close();
  });

  const caughtUp = async () => live.service.index.reached(await live.provider.getBlockNumber());
  const apiOf = async (name: string) => {
    const key = await live.wallet(name);
    return createApi(live.service.url, () => signIn(key, live.deployment, live.service.url));
  };
  const until = async (met: () => boolean | Promise<boolean>) => {
    for (let waited = 0; waited < 30_000; waited += 20) {
      if (await met()) return;
      await sleep(20);
    }
    throw new Error('it did not come');
  };
  const codeOf = (asked: Promise<unknown>) =>
    asked.then(
      () => undefined,
      (error: { code: string }) => error.code,
    );

  it('send events as they come, signed, as the stream has them', async () => {
    const api = await apiOf('works');
    const { data } = await callWebhook(api, 'addWebhook', {}, { url: receiver.url, contract: 'SettlementToken' });
    await live.fund(live.office.address, 5n);
    await until(() => receiver.received.length === 1);
    const { body, event, headers } = receiver.received[0] as Received;
    const { data: events } = await api.all('events', { contract: 'SettlementToken', order: 'desc', limit: 1 });
    expect(verifyWebhook(data.secret, headers, body)).to.deep.equal(events[0]);
    expect(headers['webhook-id']).to.equal(`msg_${data.id}_${event.id.replace('.', '-')}_0`);
    expect(headers['content-type']).to.equal('application/json');
    await until(async () => (await callWebhook(api, 'webhookDeliveries', { id: data.id })).data.length === 1);
  });

  it('come again after a failure, and after a restart of the service, from where they were', async () => {
    const { data } = await callWebhook(await apiOf('works'), 'addWebhook', {}, { url: receiver.url, after: '0.0' });
    const { data: events } = await createApi(live.service.url).all('events');
    await until(() => receiver.received.length >= events.length);
    expect(receiver.received.map((one) => one.event.id)).to.deep.equal(events.map((one) => one.id));
    receiver.answer(500);
    receiver.received.length = 0;
    await live.fund(live.office.address, 5n);
    await until(() => receiver.received.length === 1);
    await live.service.close();
    receiver.answer(200);
    live.service = await startService(live.config, live.deployment);
    await until(() => receiver.received.length === 2);
    expect(new Set(receiver.received.map((one) => one.headers['webhook-id'])).size).to.equal(1);
    const api = await apiOf('works');
    const last = async () => (await callWebhook(api, 'webhookDeliveries', { id: data.id, order: 'desc', limit: 1 })).data[0];
    await until(async () => (await last())?.state === 'delivered');
    expect(await last()).to.include({ attempts: 2 });
  });

  it("are each member's own", async () => {
    const [works, buyer] = [await apiOf('works'), await apiOf('buyer')];
    const { data } = await callWebhook(works, 'addWebhook', {}, { url: receiver.url });
    expect(data.secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { data: mine } = await callWebhook(works, 'webhooks');
    expect(mine).to.have.length(1);
    expect(JSON.stringify(mine)).to.not.include('whsec_');
    expect((await callWebhook(buyer, 'webhooks')).data).to.deep.equal([]);
    expect(await codeOf(callWebhook(buyer, 'removeWebhook', { id: data.id }))).to.equal('NOT_FOUND');
    expect(await codeOf(callWebhook(buyer, 'webhookDeliveries', { id: data.id }))).to.equal('NOT_FOUND');
    expect(await codeOf(callWebhook(buyer, 'replayWebhook', { id: data.id }, {}))).to.equal('NOT_FOUND');
    expect((await callWebhook(works, 'webhooks')).data).to.have.length(1);
  });

  it('are for members only, also where everybody reads', async () => {
    expect(await codeOf(callWebhook(createApi(live.service.url), 'webhooks'))).to.equal('MEMBER_SIGN_IN_NEEDED');
    await mine(live.ledger.members.suspend(members.buyer, 'a test', GAS));
    await caughtUp();
    expect(await codeOf(callWebhook(await apiOf('buyer'), 'webhooks'))).to.equal('MEMBER_KEY_NEEDED');
    await mine(live.ledger.members.reinstate(members.buyer, GAS));
    await caughtUp();
    expect((await callWebhook(await apiOf('buyer'), 'webhooks')).data).to.deep.equal([]);
  });

  it('stop for a member that is suspended', async () => {
    await callWebhook(await apiOf('buyer'), 'addWebhook', {}, { url: receiver.url });
    await mine(live.ledger.members.suspend(members.buyer, 'a test', GAS));
    await caughtUp();
    await live.fund(live.office.address, 5n);
    await caughtUp();
    // Long enough for a look.
    await sleep(500);
    await mine(live.ledger.members.reinstate(members.buyer, GAS));
    await caughtUp();
    expect((await callWebhook(await apiOf('buyer'), 'webhooks')).data[0]).to.include({ state: 'paused' });
    expect(receiver.received).to.deep.equal([]);
  });

  it('say which methods there are', async () => {
    for (const [route, method, allowed] of [
      ['/webhooks', 'PUT', 'POST, GET, HEAD'],
      ['/webhooks/1', 'GET', 'DELETE'],
      ['/webhooks/1/replay', 'GET', 'POST'],
    ] as const) {
      const response = await fetch(`${live.service.url}${route}`, { method });
      expect([response.status, response.headers.get('allow')], route).to.deep.equal([405, allowed]);
    }
  });

  for (const [what, url, code] of [
    ['a host that nobody named', 'https://127.0.0.2/', 'WEBHOOK_URL_REFUSED'],
    ['a pattern met without TLS', 'http://hooks.example.com/', 'WEBHOOK_URL_REFUSED'],
    ['another scheme', 'ftp://127.0.0.1/', 'BAD_QUERY'],
    ['what is no address', 'receiver', 'BAD_QUERY'],
  ] as const) {
    it(`are refused for ${what}`, async () => {
      expect(await codeOf(callWebhook(await apiOf('works'), 'addWebhook', {}, { url }))).to.equal(code);
    });
  }

  it('are refused by a service that names no hosts', async () => {
    await live.service.close();
    live.service = await startService({ ...live.config, webhookHosts: undefined }, live.deployment);
    expect(await codeOf(callWebhook(await apiOf('works'), 'addWebhook', {}, { url: receiver.url }))).to.equal('WEBHOOKS_OFF');
    expect((await callWebhook(await apiOf('works'), 'webhooks')).data).to.deep.equal([]);
    await live.service.close();
    live.service = await startService(live.config, live.deployment);
  });

  it('are kept by a rebuild of the index', async () => {
    const { data } = await callWebhook(await apiOf('works'), 'addWebhook', {}, { url: receiver.url, after: '0.0' });
    const [last] = (await createApi(live.service.url).page('events', { order: 'desc', limit: 1 })).data;
    await until(async () => (await callWebhook(await apiOf('works'), 'webhooks')).data[0]?.after === last?.id);
    await live.service.close();
    const place = placeOf(live.config, live.deployment);
    const read = async () => {
      const { close, db } = await openStoreOrRefuse(place);
      const hooks = await db.selectFrom('webhooks').selectAll().execute();
      const log = await db.selectFrom('webhook_deliveries').selectAll().orderBy('id').execute();
      await close();
      return { hooks, log };
    };
    const before = await read();
    const node = createChainNode(live.provider, Object.values(live.deployment.contracts), 'immediate');
    await rebuildIndex({ place, node, deployment: live.deployment, onProgress() {}, onProblem() {}, async check() {} });
    expect(await read()).to.deep.equal(before);
    live.service = await startService(live.config, live.deployment);
    const next = await callWebhook(await apiOf('works'), 'addWebhook', {}, { url: receiver.url });
    expect(next.data.id).to.be.greaterThan(data.id);
    receiver.received.length = 0;
    await live.fund(live.office.address, 5n);
    await until(() => receiver.received.length === 2);
  });

  it('are managed by the command line, which also checks a signature', async () => {
    const added = await live.json<{ id: number; secret: string }>(
      ['webhook', 'add', receiver.url, '--type', 'Transfer'],
      'works',
    );
    await live.fund(live.office.address, 5n);
    await until(() => receiver.received.length === 1);
    const { body, headers } = receiver.received[0] as Received;
    const [secret, message] = [path.join(live.folder, 'secret.txt'), path.join(live.folder, 'body.json')];
    writeFileSync(secret, `${added.secret}\n`);
    writeFileSync(message, body);
    const verify = (signature: string) =>
      live.cli(
        [
          ...['webhook', 'verify', '--id', String(headers['webhook-id']), '--timestamp', String(headers['webhook-timestamp'])],
          ...['--signature', signature, '--secret-file', secret, '--body', message],
        ],
        'works',
      );
    expect((await verify(String(headers['webhook-signature']))).stdout).to.match(/^the signature holds: Transfer \d+\.\d+\n$/);
    expect((await verify('v1,AAAA')).stderr).to.match(/^WEBHOOK_REFUSED/);
    const replayed = await live.json<{ after: string }>(['webhook', 'replay', String(added.id), '--since', '0.0'], 'works');
    expect(replayed.after).to.equal('0.0');
    await until(() => receiver.received.length > 3);
    expect((await live.cli(['webhook', 'list'], 'works')).stdout).to.include(`type Transfer`);
    expect((await live.cli(['webhook', 'deliveries', String(added.id), '--limit', '1'], 'works')).stdout).to.match(
      /delivered +200\nthere is more/,
    );
    await live.json(['webhook', 'remove', String(added.id)], 'works');
    expect((await live.cli(['webhook', 'list'], 'works')).stdout).to.equal('no webhook\n');
    expect((await live.cli(['webhook', 'list'])).stderr).to.match(/^MEMBER_SIGN_IN_NEEDED/);
  });
});
