import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { verifyWebhook } from '../../../sdk/webhooks.js';
import { createDeliverer, type Deliverer } from '../../../server/domain/webhooks/deliverer.js';
import { createWebhookBook } from '../../../server/domain/webhooks/webhook-book.js';
import type { Outcome } from '../../../server/domain/webhooks/webhook-ports.js';
import { createWebhookList, createWebhookQueue } from '../../../server/store/webhooks.js';
import { addEvents, addMembers, type StoreService, serveStore, setHead } from '../../support/store-service.js';

const URL = 'https://hooks.example.com/in';
const HEAD = { block: 10, blockHash: '0x', blockTime: 0 };
const DAY = 86_400;

/** The deliverer on a real store, with a clock and receivers of the test's own. */
describe('webhook deliverer', function () {
  this.timeout(60_000);
  let served: StoreService;
  let deliverer: Deliverer;
  let now: number;
  let caughtUp: boolean;
  let sent: { url: string; id: string; block: number; body: string; headers: Record<string, string> }[];
  let answer: (url: string, block: number) => Promise<Outcome> | Outcome;
  let errors: Error[];

  before(async () => {
    served = await serveStore();
    await addEvents(served.store, 1, 40, (block) => ({ memberId: block }));
  });
  beforeEach(async () => {
    await served.store.exec('truncate webhooks, webhook_deliveries, members restart identity');
    await addMembers(served.store, [1, 2, 3], (id) => `Company ${id}`);
    await setHead(served.store, 40);
    [now, caughtUp, sent, errors] = [1_000_000, true, [], []];
    answer = () => ({ status: 204 });
    deliverer = create();
  });
  afterEach(async () => {
    await deliverer.stop();
    expect(errors).to.deep.equal([]);
  });
  after(() => served.close());

  const create = (hosts = ['*']) =>
    createDeliverer({
      queue: createWebhookQueue(served.store.db),
      snapshot: served.snapshot,
      async deliver(url, { body, headers, signal }) {
        const { block } = JSON.parse(body) as { block: number };
        sent.push({ url, id: headers['webhook-id'] ?? '', block, body, headers });
        const aborted = new Promise<Outcome>((resolve) =>
          signal.addEventListener('abort', () => resolve({ problem: 'aborted' })),
        );
        return Promise.race([answer(url, block), aborted]);
      },
      hosts,
      caughtUp: () => caughtUp,
      now: () => now,
      random: () => 0,
      onError: (error) => errors.push(error),
    });
  const book = () =>
    createWebhookBook({ hooks: createWebhookList(served.store.db), hosts: ['*'], now: () => now, wake: () => deliverer.wake() });
  const add = (memberId = 1, after = '34.999', url = URL, filter = {}) => book().add(memberId, { url, after, filter }, HEAD);
  const until = async (met: () => boolean | Promise<boolean>) => {
    for (let waited = 0; waited < 10_000; waited += 10) {
      if (await met()) return;
      await sleep(10);
    }
    throw new Error(`it did not come: ${JSON.stringify(sent.map(({ id }) => id))}`);
  };
  const blocks = () => sent.map((one) => one.block);
  const state = async (memberId = 1) => (await book().list(memberId))[0];
  const log = async (id: number, memberId = 1) => (await book().deliveries(memberId, id, { order: 'asc', limit: 100 })).data;

  it('sends each event once, in order, signed, as the audit trail has it', async () => {
    const { id, secret } = await add();
    deliverer.start();
    await until(() => sent.length === 6);
    expect(blocks()).to.deep.equal([35, 36, 37, 38, 39, 40]);
    const { data } = (await (await fetch(`${served.url}/events?fromBlock=35`)).json()) as { data: unknown[] };
    expect(sent.map((one) => verifyWebhook(secret, one.headers, one.body, now))).to.deep.equal(data);
    await until(async () => (await log(id)).length === 6);
    expect(
      (await log(id)).map(({ attempts, messageId, state: how, status }) => ({ attempts, messageId, how, status })),
    ).to.deep.equal(sent.map((one) => ({ attempts: 1, messageId: one.id, how: 'delivered', status: 204 })));
    expect((await state())?.after).to.equal('40.5');
    await sleep(100);
    expect(sent).to.have.length(6);
  });

  it('sends what comes later, and only what is asked for', async () => {
    await add(1, '36.999', URL, { type: 'KeyAdded' });
    await setHead(served.store, 39);
    deliverer.start();
    await until(() => sent.length === 2);
    expect(blocks()).to.deep.equal([37, 39]);
    await addEvents(served.store, 41, 1, () => ({}));
    await setHead(served.store, 41);
    deliverer.wake();
    await until(() => sent.length === 3).finally(() => served.store.exec('delete from events where block > 40'));
    expect(blocks()).to.deep.equal([37, 39, 41]);
  });

  it('tries again under the same id, later and later, and nothing overtakes', async () => {
    const { id } = await add();
    let failing = true;
    answer = (_, block) => ({ status: failing && block === 36 ? 500 : 200 });
    deliverer.start();
    for (const [attempt, pause] of [5, 10, 20].entries()) {
      await until(async () => (await state())?.failures === attempt + 1);
      expect((await state())?.nextAttemptAt).to.equal(now + pause);
      now += pause - 1;
      deliverer.wake();
      await sleep(50);
      expect(sent).to.have.length(2 + attempt);
      now += 1;
      deliverer.wake();
    }
    await until(() => sent.length === 5);
    failing = false;
    await until(async () => (await state())?.failures === 4);
    now += 40;
    deliverer.wake();
    await until(() => sent.length === 10);
    expect(blocks()).to.deep.equal([35, 36, 36, 36, 36, 36, 37, 38, 39, 40]);
    expect(new Set(sent.slice(1, 6).map((one) => one.id)).size).to.equal(1);
    expect(new Set(sent.slice(1, 6).map((one) => one.headers['webhook-timestamp'])).size).to.equal(5);
    expect((await log(id))[1]).to.include({ attempts: 5, state: 'delivered', status: 200, problem: null, eventId: '36.1' });
  });

  it('gives up after three days, says why, and goes on when it is told to', async () => {
    const { id } = await add();
    answer = () => ({ problem: 'ECONNREFUSED' });
    deliverer.start();
    await until(async () => (await state())?.failures === 1);
    now += 3 * DAY;
    deliverer.wake();
    await until(async () => (await state())?.state === 'paused');
    expect((await state())?.reason).to.match(/three days.*ECONNREFUSED/);
    expect((await log(id))[0]).to.include({ state: 'given up', attempts: 2, status: null, problem: 'ECONNREFUSED' });
    answer = () => ({ status: 200 });
    expect(await book().replay(1, id, undefined)).to.include({ state: 'active', failures: 0, after: '34.999' });
    await until(() => sent.length === 8);
    expect(new Set(sent.slice(0, 3).map((one) => one.id)).size).to.equal(1);
    expect((await log(id))[0]).to.include({ state: 'delivered', attempts: 3 });
  });

  it('stops at once when the receiver says 410', async () => {
    await add();
    answer = () => ({ status: 410 });
    deliverer.start();
    await until(async () => (await state())?.state === 'paused');
    expect((await state())?.reason).to.include('410');
    now += DAY;
    deliverer.wake();
    await sleep(50);
    expect(sent).to.have.length(1);
  });

  for (const status of [302, 400, 404, 429, 503]) {
    it(`takes ${status} for no delivery`, async () => {
      await add();
      answer = () => ({ status });
      deliverer.start();
      await until(async () => (await state())?.failures === 1);
      expect(await state()).to.include({ state: 'active', after: '34.999' });
    });
  }

  it('goes on where it was in another process, and loses nothing', async () => {
    await add();
    answer = (_, block) => (block === 37 ? new Promise(() => {}) : { status: 200 });
    deliverer.start();
    await until(() => sent.length === 3);
    await deliverer.stop();
    expect((await state())?.after).to.equal('36.1');
    answer = () => ({ status: 200 });
    deliverer = create();
    deliverer.start();
    await until(() => sent.length === 7);
    expect(blocks()).to.deep.equal([35, 36, 37, 37, 38, 39, 40]);
    expect(sent[2]?.id).to.equal(sent[3]?.id);
  });

  it('sends again from where a member says, under other ids', async () => {
    const { id } = await add();
    deliverer.start();
    await until(() => sent.length === 6);
    await until(async () => (await state())?.after === '40.5');
    await book().replay(1, id, '38.3');
    await until(() => sent.length === 8);
    expect(blocks().slice(6)).to.deep.equal([39, 40]);
    expect(new Set(sent.map((one) => one.id)).size).to.equal(8);
    await until(async () => (await log(id)).length === 8);
  });

  it('takes a replay that comes while a message is under way', async () => {
    const { id } = await add();
    let release = (_: Outcome) => {};
    answer = (_, block) => (block === 36 && sent.length === 2 ? new Promise((resolve) => (release = resolve)) : { status: 200 });
    deliverer.start();
    await until(() => sent.length === 2);
    await book().replay(1, id, '30.999');
    release({ status: 200 });
    await until(() => sent.length === 12);
    expect(blocks()).to.deep.equal([35, 36, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40]);
  });

  it('lets a slow receiver hold up nobody but its own member', async () => {
    for (let at = 0; at < 6; at++) await add(1, '39.999', `https://slow.example.com/${at}`);
    await add(2, '38.999', 'https://quick.example.com/');
    answer = (url) => (url.includes('slow') ? new Promise(() => {}) : { status: 200 });
    deliverer.start();
    await until(() => sent.filter(({ url }) => url.includes('quick')).length === 2);
    expect(sent.filter(({ url }) => url.includes('slow')).length).to.be.at.most(4);
  });

  it('sends nothing for a member that may not read any more, and nothing is held against one that the index does not know yet', async () => {
    await add(1);
    await add(2);
    await served.store.exec("update members set status = 'suspended' where id = 1; delete from members where id = 2");
    caughtUp = false;
    deliverer.start();
    await sleep(100);
    expect((await state(1))?.state).to.equal('active');
    caughtUp = true;
    await setHead(served.store, 39);
    await addMembers(served.store, [2], (id) => `Company ${id}`);
    deliverer.wake();
    await until(async () => (await state(1))?.state === 'paused');
    expect((await state(1))?.reason).to.equal('its member is not active');
    await until(() => sent.length > 0);
    await served.store.exec('update members set valid_until = 1 where id = 2');
    await setHead(served.store, 40);
    deliverer.wake();
    await until(async () => (await state(2))?.state === 'paused');
  });

  it('sends nothing to a host that the operator names no longer', async () => {
    await add();
    deliverer = create(['other.example.com']);
    deliverer.start();
    await until(async () => (await state())?.state === 'paused');
    expect(sent).to.deep.equal([]);
  });

  it('passes long stretches over in which there was nothing, and misses nothing after them', async () => {
    await add(1, '5.0', URL, { type: 'Nothing' });
    await setHead(served.store, 5_000);
    deliverer.start();
    await until(async () => (await state())?.after === '4999.0');
    await served.store.exec('delete from events where block > 40');
  });

  it('keeps the log for thirty days', async () => {
    const { id } = await add();
    deliverer.start();
    await until(async () => (await log(id)).length === 6);
    await deliverer.stop();
    now += 30 * DAY + 1;
    deliverer = create();
    deliverer.start();
    await until(async () => (await log(id)).length === 0);
  });

  it('keeps at most twenty a member, also when they come at once', async () => {
    const added = await Promise.allSettled(Array.from({ length: 25 }, () => add(3, '40.999')));
    expect(added.filter((one) => one.status === 'fulfilled')).to.have.length(20);
    const [refused] = added.filter((one) => one.status === 'rejected');
    expect(refused).to.have.nested.property('reason.code', 'WEBHOOKS_TOO_MANY');
  });
});
